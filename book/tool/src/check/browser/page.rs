//! What is asked of one page.

use serde_json::{Value, json};

use super::driver::{Browser, Error};

/// Opens everything that is folded: what is in there counts too.
const UNFOLD: &str = "
for (const fold of document.querySelectorAll('details')) fold.open = true;";

/// Addresses of what came from another host.
const FOREIGN: &str = "
return performance.getEntriesByType('resource')
  .map(entry => entry.name)
  .filter(name => /^(https?|wss?):/.test(name))
  .filter(name => new URL(name).origin !== location.origin);";

/// By how much something sticks out of the page at its right, and what.
///
/// The text's own scroll box counts as the page: mdBook lets that one scroll
/// where the document does not. What is in a smaller scroll box (code, a
/// table) may be as wide as it likes.
const SIDEWAYS: &str = "
const page = document.scrollingElement;
const main = document.querySelector('main') || document.body;
const width = Math.min(page.clientWidth, innerWidth);
const boxed = element => {
  for (let e = element.parentElement; e && e !== main; e = e.parentElement)
    if (getComputedStyle(e).overflowX !== 'visible') return true;
  return false;
};
let extra = page.scrollWidth - width, worst = page;
for (const element of main.querySelectorAll('*')) {
  const out = Math.ceil(element.getBoundingClientRect().right - width);
  const first = worst === page ? out >= extra : out > extra;
  if (out > 0 && first && !boxed(element)) { extra = out; worst = element; }
}
if (extra <= 0) return null;
return [extra, worst.tagName.toLowerCase()
  + (worst.id ? '#' + worst.id : '')
  + [...worst.classList].map(name => '.' + name).join('')];";

/// axe's violations: id, what it is, how many places, the first place.
const AXE: &str = "
const found = await axe.run(document, {resultTypes: ['violations']});
return found.violations.map(v =>
  [v.id, v.help, v.nodes.length, v.nodes[0].target.join(' ')]);";

/// What is wrong with a page in one look.
pub(super) fn check(
    browser: &mut Browser,
    url: &str,
    axe: Option<&str>,
) -> Result<Vec<String>, Error> {
    browser.go(url)?;
    browser.run(UNFOLD, vec![])?;
    let origin = url.rsplit_once('/').map_or(url, |(origin, _)| origin);
    let short = |text: String| text.replace(origin, "");
    let mut wrong: Vec<String> = browser
        .log()?
        .into_iter()
        .map(|error| format!("error while loading: {}", short(error)))
        .collect();
    for url in texts(&browser.run(FOREIGN, vec![])?) {
        wrong.push(format!("loads {url} from another host"));
    }
    let sideways = browser.run(SIDEWAYS, vec![])?;
    if let Some(name) = sideways[1].as_str() {
        let extra = &sideways[0];
        wrong.push(format!(
            "scrolls sideways by {extra} px; what sticks out most: {name}"
        ));
    }
    if let Some(source) = axe {
        browser.run(source, vec![])?;
        let violations = browser.run(AXE, vec![])?;
        for violation in violations.as_array().into_iter().flatten() {
            let text = |i: usize| violation[i].as_str().unwrap_or_default();
            let (id, help, first) = (text(0), text(1), text(3));
            let count = &violation[2];
            wrong.push(format!("axe {id}: {help}; {count} × `{first}`"));
        }
    }
    Ok(wrong)
}

/// What is wrong with a page in any look; it is open already.
pub(super) fn check_once(
    browser: &mut Browser,
    page: &str,
) -> Result<Vec<String>, Error> {
    let mut wrong = Vec::new();
    wrong.extend(copy(browser)?);
    wrong.extend(search(browser, page)?);
    Ok(wrong)
}

/// Presses the first transcript's copy button; what is copied and the
/// text of the transcript, or `null` without one.
///
/// Both ways to the clipboard are watched, neither is let through.
const COPY: &str = "
const code = document.querySelector('pre > code[class*=language-console]');
if (!code) return null;
const button = code.closest('pre').parentElement
  .querySelector('.clip-button, .copy-button, button[title^=Copy]');
if (!button) return [code.textContent, null];
return await new Promise(done => {
  const caught = text => done([code.textContent, text]);
  const write = text => { caught(text); return Promise.resolve(); };
  Object.defineProperty(navigator, 'clipboard',
    {value: {writeText: write}, configurable: true});
  document.execCommand = () => {
    const field = document.activeElement;
    const from = 'value' in field
      ? field.value.slice(field.selectionStart, field.selectionEnd) : '';
    caught(from || getSelection().toString());
    return true;
  };
  setTimeout(() => caught(''), 3000);
  button.click();
});";

fn copy(browser: &mut Browser) -> Result<Option<String>, Error> {
    let got = browser.run(COPY, vec![])?;
    let Some(shown) = got[0].as_str() else { return Ok(None) };
    let Some(copied) = got[1].as_str() else {
        let message = "the first transcript has no copy button";
        return Ok(Some(message.to_owned()));
    };
    let wanted = commands(shown);
    let right = match &wanted {
        Some(wanted) => copied.trim_end() == wanted,
        // The prompts are not in the text (a style draws them), so the
        // commands cannot be told from their output here.
        None => !copied.trim().is_empty() && !copied.contains("$ "),
    };
    let wanted = wanted.unwrap_or_else(|| "the command".to_owned());
    Ok((!right)
        .then(|| format!("the copy button copies {copied:?}, not {wanted:?}")))
}

/// The commands of a transcript, without `$ `, with their further lines.
fn commands(shown: &str) -> Option<String> {
    let mut commands = Vec::new();
    let mut continued = false;
    for line in shown.lines() {
        let command = line.strip_prefix("$ ");
        if let Some(line) = command.or(continued.then_some(line)) {
            commands.push(line);
            continued = line.ends_with('\\');
        }
    }
    (!commands.is_empty()).then(|| commands.join("\n"))
}

/// The longest word of the page's title.
const TITLE: &str = "
const title = document.querySelector('main h1, main h2');
const words = title ? title.textContent.match(/[\\p{L}]{4,}/gu) || [] : [];
return words.sort((a, b) => b.length - a.length)[0] || '';";

/// Shows the search field.
const OPEN_SEARCH: &str = "
const wrapper = document.getElementById('mdbook-search-wrapper');
if (!wrapper) return false;
if (wrapper.classList.contains('hidden'))
  document.getElementById('mdbook-search-toggle').click();
return true;";

/// Waits until the results name a page, at most some seconds.
const RESULTS: &str = "
const names = link => new URL(link.href).pathname.endsWith('/' + page);
const page = arguments[0], until = Date.now() + 15000;
while (Date.now() < until) {
  const links = document.querySelectorAll('#mdbook-searchresults a');
  if ([...links].some(names)) return true;
  await new Promise(again => setTimeout(again, 20));
}
return false;";

fn search(browser: &mut Browser, page: &str) -> Result<Option<String>, Error> {
    let word = browser.run(TITLE, vec![])?;
    let Some(word) = word.as_str().filter(|word| !word.is_empty()) else {
        return Ok(None);
    };
    if browser.run(OPEN_SEARCH, vec![])? != json!(true) {
        return Ok(Some("the page has no search".to_owned()));
    }
    browser.keys("#mdbook-searchbar", word)?;
    let found = browser.run(RESULTS, vec![page.into()])?;
    Ok((found != json!(true)).then(|| {
        format!("the search for `{word}`, of its title, does not find it")
    }))
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn commands_come_without_their_prompt_and_with_their_further_lines() {
        let shown = "$ a \\\n  b\nout\n$ c\nout\n";
        assert_eq!(commands(shown).as_deref(), Some("a \\\n  b\nc"));
        assert_eq!(commands("out\n"), None);
    }
}
