//! What a person does with a page, and what a person's screen is like.

use serde_json::{Value, json};

use super::driver::{Browser, Error};

impl Browser {
    /// Types into an element as a person does.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn keys(&mut self, css: &str, text: &str) -> Result<(), Error> {
        let path = format!("{}/value", self.element(css)?);
        self.post(&path, &json!({ "text": text })).map(drop)
    }

    /// Clicks on an element as a person does. Where that leads to another
    /// page, that page may still be on its way.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn click(&mut self, css: &str) -> Result<(), Error> {
        let path = format!("{}/click", self.element(css)?);
        self.post(&path, &json!({})).map(drop)
    }

    /// Loads the page again, as the key F5 does.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn reload(&mut self) -> Result<(), Error> {
        self.post("/refresh", &json!({})).map(drop)
    }

    /// The path of the first element that fits.
    fn element(&mut self, css: &str) -> Result<String, Error> {
        let by = json!({"using": "css selector", "value": css});
        let element = self.post("/element", &by)?;
        let id = element.as_object().and_then(|o| o.values().next());
        let id = id.and_then(Value::as_str).unwrap_or_default();
        Ok(format!("/element/{id}"))
    }

    /// Makes the page this large, in CSS pixels. The window itself cannot be
    /// as narrow as a phone.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn set_size(&mut self, width: u32, height: u32) -> Result<(), Error> {
        let size = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &size).map(drop)
    }

    /// Prefers `light` or `dark` colors from now on.
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn set_colors(&mut self, scheme: &str) -> Result<(), Error> {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        let media = json!({ "features": [feature] });
        self.devtools("Emulation.setEmulatedMedia", &media).map(drop)
    }
}
