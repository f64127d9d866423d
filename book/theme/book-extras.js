// Small repairs and comforts on top of mdBook's own script, which has run
// before this one.

'use strict';

(function themes() {
    // Two themes and "Auto": one list less to read.
    const names = { default_theme: 'Auto', light: 'Light', coal: 'Dark' };
    for (const button of document.querySelectorAll('#mdbook-theme-list .theme')) {
        const name = button.id.replace('mdbook-theme-', '');
        if (name in names) {
            button.textContent = names[name];
        } else {
            button.parentElement.remove();
        }
    }
})();

(function copyCommands() {
    // The copy button of a console copies what one types, without the prompt.
    const whole = window.playground_text;
    window.playground_text = function(block, hidden) {
        const commands = block.querySelectorAll('.command');
        if (commands.length === 0) {
            return whole(block, hidden);
        }
        return Array.from(commands, c => c.textContent).join('\n') + '\n';
    };
    for (const button of document.querySelectorAll('.console .clip-button')) {
        button.title = 'Copy the command';
        button.setAttribute('aria-label', button.title);
    }
})();

(function options() {
    // A browser may end a line behind any dash: "-" and "-app" are no option.
    for (const code of document.querySelectorAll(':not(pre) > code')) {
        const text = code.textContent;
        if (code.childElementCount > 0 || !/(^|\s)-/.test(text)) {
            continue;
        }
        code.replaceChildren(...text.split(/(\s+)/).map(word => {
            if (!word.startsWith('-')) {
                return word;
            }
            const option = document.createElement('span');
            option.className = 'option';
            option.textContent = word;
            return option;
        }));
    }
})();

(function sidebarToggle() {
    // mdBook's toggle is a label: no keyboard reaches it, and its ARIA
    // attributes are not allowed on one. A button takes its place.
    const label = document.getElementById('mdbook-sidebar-toggle');
    const checkbox = document.getElementById('mdbook-sidebar-toggle-anchor');
    if (!label || label.tagName === 'BUTTON') {
        return;
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.className = label.className;
    button.title = label.title;
    button.innerHTML = label.innerHTML;
    button.setAttribute('aria-label', 'Table of contents');
    button.setAttribute('aria-controls', 'mdbook-sidebar');
    const tell = () => button.setAttribute('aria-expanded', checkbox.checked);
    tell();
    checkbox.addEventListener('change', tell);
    button.addEventListener('click', () => {
        // mdBook's script listens to the label to show the sidebar again.
        label.dispatchEvent(new Event('click'));
        checkbox.click();
    });
    label.replaceWith(button);
    button.id = 'mdbook-sidebar-toggle';
})();

(function landmarks() {
    const role = (id, name, label) => {
        const element = document.getElementById(id);
        if (element) {
            element.setAttribute('role', name);
            if (label) {
                element.setAttribute('aria-label', label);
            }
        }
    };
    role('mdbook-menu-bar', 'banner');
    role('mdbook-search-wrapper', 'search', 'This book');
    role('mdbook-help-popup', 'dialog', 'Keyboard shortcuts');
    const search = document.getElementById('mdbook-searchbar');
    if (search) {
        search.setAttribute('aria-label', 'Search this book');
        search.setAttribute('aria-describedby', 'mdbook-searchresults-header');
    }
    // The page's own title is its first heading.
    const title = document.querySelector('h1.menu-title');
    if (title) {
        title.setAttribute('role', 'presentation');
    }
    for (const nav of document.querySelectorAll('.nav-wide-wrapper')) {
        nav.remove();
    }
    const main = document.querySelector('main');
    main.id = main.id || 'content';
    main.tabIndex = -1;
    const skip = document.createElement('a');
    skip.className = 'skip-link';
    skip.href = '#' + main.id;
    skip.textContent = 'Skip to the text';
    document.getElementById('mdbook-menu-bar').prepend(skip);
})();

(function scrollableByKeyboard() {
    // What scrolls sideways must be reachable without a mouse.
    const mark = () => {
        for (const box of document.querySelectorAll('pre > code, .table-wrapper')) {
            if (box.scrollWidth > box.clientWidth + 1) {
                box.tabIndex = 0;
                box.setAttribute('role', 'group');
                box.setAttribute('aria-label',
                    box.tagName === 'CODE' ? 'Code' : 'Table');
            }
        }
    };
    mark();
    window.addEventListener('resize', mark);
})();

(function titledNavigation() {
    // "Next" says what is next.
    const titles = new Map();
    for (const link of document.querySelectorAll('#mdbook-sidebar a')) {
        if (!titles.has(link.href)) {
            titles.set(link.href, link.textContent.trim());
        }
    }
    for (const link of document.querySelectorAll('.mobile-nav-chapters')) {
        const title = titles.get(link.href);
        const next = link.classList.contains('next');
        const small = document.createElement('small');
        small.textContent = next ? 'Next' : 'Previous';
        link.replaceChildren(small, title || 'chapter');
        // What it says is its name; mdBook's own says less.
        link.removeAttribute('aria-label');
        link.removeAttribute('title');
    }
})();
