//! Functions as views.

use crate::{Context, Error, Extract, Request};

/// A function that answers a request, or looks at it.
///
/// It may take `&Context<'_>` or `&Request<'_>` first, then up to eight
/// parts of the request ([`Extract`]). A closure has to say the types of its
/// arguments: `|context: &Context<'_>| …`. `M` only tells the compiler which of
/// these forms it is.
///
/// ```compile_fail,E0277
/// use carafe::App;
///
/// fn view(name: std::time::Instant) -> &'static str {
///     "a view cannot ask for an Instant"
/// }
/// App::new().get("/", view);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no view",
    label = "a view takes `&Context<'_>` or `&Request<'_>` first, if it \
             wants, then up to eight of `Path<T>`, `Query<T>`, `Form<T>`, \
             `Json<T>`, `State<T>`, `Session`, `G`, and whatever else is \
             `Extract`",
    note = "the `T` of `Path`, `Query`, `Form` and `Json` is \
            `serde::Deserialize`, that of `State` is `Send + Sync`",
    note = "what a view returns owns its text: `String`, not a `&str` of the \
            request"
)]
pub trait View<M>: Send + Sync + 'static {
    /// What the function returns.
    type Output;

    /// Takes the arguments from the request, and calls the function.
    ///
    /// # Errors
    ///
    /// An argument that cannot be taken.
    fn view(&self, context: &Context<'_>) -> Result<Self::Output, Error>;
}

/// The form `fn(T1, T2, …)`.
pub struct Plain<T>(T);
/// The form `fn(&Request, T1, T2, …)`.
pub struct WithRequest<T>(T);
/// The form `fn(&Context, T1, T2, …)`.
pub struct WithContext<T>(T);

macro_rules! views {
    ($($T:ident)*) => {
        impl<F, R, $($T),*> View<Plain<($($T,)*)>> for F
        where
            F: Fn($($T),*) -> R + Send + Sync + 'static,
            $($T: Extract),*
        {
            type Output = R;

            fn view(&self, context: &Context<'_>) -> Result<R, Error> {
                let _ = context; // some take nothing
                Ok(self($($T::extract(context)?),*))
            }
        }

        impl<F, R, $($T),*> View<WithRequest<($($T,)*)>> for F
        where
            F: for<'a, 'r> Fn(&'a Request<'r>, $($T),*) -> R,
            F: Send + Sync + 'static,
            $($T: Extract),*
        {
            type Output = R;

            fn view(&self, context: &Context<'_>) -> Result<R, Error> {
                Ok(self(context.request(), $($T::extract(context)?),*))
            }
        }

        // ANCHOR: with-context
        impl<F, R, $($T),*> View<WithContext<($($T,)*)>> for F
        where
            F: for<'a, 'r> Fn(&'a Context<'r>, $($T),*) -> R,
            F: Send + Sync + 'static,
            $($T: Extract),*
        {
            type Output = R;

            fn view(&self, context: &Context<'_>) -> Result<R, Error> {
                Ok(self(context, $($T::extract(context)?),*))
            }
        }
        // ANCHOR_END: with-context
    };
}

views!();
views!(T1);
views!(T1 T2);
views!(T1 T2 T3);
views!(T1 T2 T3 T4);
views!(T1 T2 T3 T4 T5);
views!(T1 T2 T3 T4 T5 T6);
views!(T1 T2 T3 T4 T5 T6 T7);
views!(T1 T2 T3 T4 T5 T6 T7 T8);
