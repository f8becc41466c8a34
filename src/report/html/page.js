'use strict';
// What the page does beyond showing everything: filters, and a chain of evidence beside the cell that asks for it.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const form = one('#filters');
  const dialog = one('#chain');

  const items = all('.item').map((node) => ({ node, text: null }));
  const itemOf = new Map(items.map((item) => [item.node, item]));
  const words = (item) => {
    if (item.text === null) {
      const group = item.node.closest('.service');
      const heading = group ? one('h3', group).textContent : '';
      item.text = `${heading} ${item.node.textContent}`.toLowerCase();
    }
    return item.text;
  };
  const cells = all('a.cell').map((link) => {
    const links = document.getElementById(link.hash.slice(1));
    link.setAttribute('aria-haspopup', 'dialog');
    return { link, links, item: itemOf.get(links.parentElement) };
  });
  const cellOf = new Map(cells.map((cell) => [cell.link, cell]));

  const choice = (id) => one(id).value;
  // Whether what is chosen is one of the words of an attribute; anything is, where nothing is chosen.
  const has = (list, chosen) => !chosen || list.split(' ').includes(chosen);
  const isShown = (node) => !node.classList.contains('off');
  const hide = (node, hidden) => node.classList.toggle('off', hidden);

  // What is shown of each sort that the contents count, in words.
  const counts = () => {
    const sorts = [
      ['.service', 'services'], ['#problems .finding', 'problems'], ['#findings .finding', 'findings'],
      ['#waivers .finding', 'waived findings'], ['#known .finding', 'known findings'],
    ];
    const told = sorts.map(([selector, name]) => [all(selector), name]).filter(([nodes]) => nodes.length > 0);
    return told.map(([nodes, name]) => `${nodes.filter(isShown).length} of ${nodes.length} ${name}`).join(', ');
  };
  // What is chosen, in words.
  const chosen = () => all('.field', form).map((field) => {
    const [name, input] = [one('label', field).textContent, one('select, input', field)];
    const value = input.selectedOptions ? input.selectedOptions[0].textContent : `“${input.value.trim()}”`;
    return input.value.trim() ? `${name}: ${value}` : '';
  }).filter(Boolean).join(', ');

  // Hides what doesn't fit the choices; a row, a table or a group goes with the last of its parts.
  const filter = () => {
    const severity = choice('#by-severity');
    const standard = choice('#by-standard');
    const cloud = choice('#by-cloud');
    const text = choice('#by-text').trim().toLowerCase();
    const isFiltered = Boolean(severity || standard || cloud || text);
    for (const item of items) {
      const data = item.node.dataset;
      const fits = has(data.s, severity) && has(data.d, standard) && has(data.c, cloud) &&
        (!text || words(item).includes(text));
      hide(item.node, !fits);
    }
    for (const { link, item } of cells) hide(link, !isShown(item.node));
    for (const table of all('table.matrix')) {
      const heads = all('thead th', table);
      const away = heads.map((head) => Boolean(standard) && head.scope === 'col' && !head.classList.contains('who') &&
        head.dataset.d !== standard);
      let rows = 0;
      for (const row of table.rows) {
        Array.from(row.cells).forEach((cell, at) => hide(cell, away[at]));
        if (row.parentElement.tagName !== 'TBODY') continue;
        const fits = all('a.cell', row).some(isShown);
        hide(row, !fits);
        rows += fits ? 1 : 0;
      }
      hide(table, rows === 0);
    }
    for (const group of all('.service')) hide(group, !all('.item', group).some(isShown));
    const matches = items.some((item) => isShown(item.node));
    // A heading stands over something, or it goes as well.
    for (const section of all('main > section')) {
      const within = all('.item', section);
      const fits = section.id === 'matrix' ? matches : within.length === 0 || within.some(isShown);
      hide(section, !fits || !matches);
    }
    one('.status').textContent = isFiltered ? (matches ? counts() : 'Nothing matches.') : '';
    one('#filtered').hidden = !isFiltered;
    one('#filtered').textContent = `Filtered by ${chosen()}. ${one('.status').textContent}`;
  };

  let waiting = 0;
  // A small screen has more room for the matrix than for the choices.
  one('#choices').hidden = false;
  one('#choices').open = !matchMedia('(max-width: 46rem)').matches;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, items.length > 500 ? 200 : 0);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter, 0));

  // What a link leads to is shown, whatever is filtered away or closed.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    // Where a large page leaves parts without a layout, their heights are guesses, and a jump would miss.
    document.documentElement.classList.remove('large');
    if (target.closest('.off')) {
      form.reset();
      filter();
    }
    const details = target.closest('details');
    if (details) details.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  if (location.hash) reveal();

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const cell = cellOf.get(link);
    if (cell) {
      event.preventDefault();
      const who = one('h3', cell.links.closest('.service')).firstElementChild.textContent;
      const title = one('.title', cell.links.parentElement).firstChild.textContent.trim();
      one('#chain-title').textContent = `${title} for ${who}`;
      const shown = cell.links.cloneNode(true);
      shown.removeAttribute('id');
      one('#chain-body').replaceChildren(shown);
      dialog.showModal();
      dialog.scrollTop = 0;
      one('#chain-close').focus();
    } else if (dialog.contains(link)) {
      dialog.close();
    }
  });
  one('#chain-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });

  // Paper has no buttons: everything is opened for it, and closed again after.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = all('details.chain:not([open])');
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
})();
