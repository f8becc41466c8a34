// The HTML report in a real browser: what is promised of it, on reports that the program writes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const program = process.env.COMPLIANCE_CHECK ??
  join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/compliance-check');
const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'compliance-check-'));
let browser;

/** Writes the report on some manifests, and gives its address. */
const report = (name, paths, ...options) => {
  const file = join(folder, `${name}.html`);
  try {
    execFileSync(program, [...paths, '--as-of', '2021-08-03', '--report', `html=${file}`, ...options], {
      cwd: root, stdio: 'pipe',
    });
  } catch (error) {
    // A report on gaps is what is wanted: only an unanswerable question is a mistake.
    assert.equal(error.status, 1, String(error.stderr));
  }
  return pathToFileURL(file).href;
};

/** A manifest of so many services that its page is a large one, with waivers for some of what is found. */
const many = () => {
  const file = join(folder, 'many.toml');
  const service = (at) => `[[services]]
name = "bot-${at}"
service = "azure-bot-service"
cloud = "${at % 2 ? 'azure-government' : 'azure-public'}"
regions = ["${at % 2 ? 'usgovvirginia' : 'eastus'}"]
requires = ["fedramp@high", "dod-srg@il5", "irap", "c5"]
`;
  writeFileSync(file, `[deployment]
name = "many"
requires = ["hipaa-baa", "soc-2", "iso-27001:2022"]

${Array.from({ length: 80 }, (_, at) => service(at)).join('\n')}
[[waivers]]
rule = "coverage/*"
service = "bot-1?"
until = 2021-12-31
reason = "they move"
approved-by = "ciso@clinic.example"
`);
  return file;
};

const pages = {};
before(async () => {
  pages.plain = report('plain', ['examples/clinic-chatbot/deploy.toml', 'examples/waivers/deploy.toml'], '--horizon', '2y');
  pages.company = report('company', ['examples/company/deploy.toml']);
  pages.large = report('large', [many()]);
  pages.hostile = report('hostile', [join(here, 'hostile.toml')]);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page, runs `check` on it, and expects that it asked nobody for anything and complained of nothing. */
const open = async (address, settings, check) => {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...settings });
  const strange = [];
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (url === address) return route.continue();
    strange.push(`asked for ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => strange.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => strange.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => strange.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  await page.goto(address);
  await check(page);
  await context.close();
  assert.deepEqual(strange, []);
};

const accessible = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`);
  assert.deepEqual(told, []);
};

const fits = async (page) => {
  const [wanted, there] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wanted <= there, `${wanted} pixels of ${there}`);
};

const shown = (page, selector) => page.locator(`${selector} >> visible=true`).count();

describe('the report', () => {
  test('the matrix is the first thing seen', () => open(pages.plain, {}, async (page) => {
    const box = await page.locator('table.matrix').first().boundingBox();
    assert.ok(box.y < 600, `the matrix begins at ${box.y}`);
    assert.equal(await page.locator('h1').count(), 1);
    const cell = page.locator('a.cell', { hasText: 'level-too-low' }).first();
    assert.match(await cell.innerText(), /↓ level-too-low/);
  }));

  test('on a small screen as well, where the choices are a step away', () => open(
    pages.company, { viewport: { width: 400, height: 900 } }, async (page) => {
      assert.ok((await page.locator('a.cell').first().boundingBox()).y < 800);
      assert.ok(!(await page.getByLabel('Severity').isVisible()));
      await page.getByText('Filter', { exact: true }).click();
      await page.getByLabel('Severity').selectOption('error');
      assert.equal(await shown(page, '.finding.warning'), 0);
    },
  ));

  test('filters by severity, standard, cloud and text', () => open(pages.company, {}, async (page) => {
    const rows = 'table.matrix tbody tr';
    const all = await shown(page, rows);
    assert.equal(all, 12);
    await page.getByLabel('Severity', { exact: true }).selectOption('error');
    const errors = await shown(page, '.finding');
    assert.ok(errors > 0 && errors < 9, `${errors}`);
    assert.equal(await shown(page, '.finding.warning'), 0);
    assert.ok(await shown(page, rows) < all);
    assert.match(await page.getByRole('status').innerText(), /^\d+ of 12 services, 7 of \d+ findings/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.waitForFunction((all) => document.querySelectorAll('table.matrix tbody tr:not(.off)').length === all, all);
    await page.getByLabel('Standard', { exact: true }).selectOption({ label: 'SOC 2' });
    assert.equal(await shown(page, 'table.matrix thead th'), 2);
    await page.getByLabel('Standard', { exact: true }).selectOption('');
    await page.getByLabel('Cloud', { exact: true }).selectOption({ index: 1 });
    assert.ok(await shown(page, rows) < all);
    await page.getByLabel('Cloud', { exact: true }).selectOption('');
    await page.getByLabel('Text', { exact: true }).fill('Dynamics 365');
    await page.waitForFunction(() => document.querySelectorAll('table.matrix tbody tr:not(.off)').length === 1);
    assert.match(await page.locator(`${rows} >> visible=true`).innerText(), /tickets/);
  }));

  test('a cell opens its chain of evidence by keyboard, and gives the focus back', () => open(pages.plain, {}, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.outerHTML.slice(0, 60));
    let steps = 0;
    while (!(await focused()).includes('class="cell') && steps < 40) {
      await page.keyboard.press('Tab');
      steps += 1;
    }
    const cell = await focused();
    assert.match(cell, /class="cell/);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, 'solid', 'the focus is seen');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    assert.ok(await dialog.isVisible());
    assert.match(await focused(), /chain-close/);
    const text = await dialog.innerText();
    for (const words of ['Decided by', 'Compliance in Azure Bot Service', 'Microsoft', 'as of 2021-08-03', 'table 1', 'Speaks of it as well', 'Asked for by']) {
      assert.ok(text.includes(words), `${words} in ${text}`);
    }
    await page.keyboard.press('Escape');
    assert.ok(!(await dialog.isVisible()));
    assert.equal(await focused(), cell);
    const summary = page.locator('details.chain summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('details.chain .links').first().isVisible());
  }));

  test('a link in a chain leads to the finding, whatever is filtered away', () => open(pages.plain, {}, async (page) => {
    await page.getByLabel('Severity', { exact: true }).selectOption('error');
    await page.locator('a.cell.error', { hasText: 'contested' }).first().click();
    await page.getByRole('dialog').getByRole('link', { name: 'evidence/contested' }).click();
    const target = page.locator('.finding:target');
    assert.ok(await target.isVisible());
    assert.match(await target.innerText(), /warning\s+evidence\/contested/);
  }));

  test('its filter counts what the contents count', () => open(pages.plain, {}, async (page) => {
    const all = await page.evaluate(() => Object.fromEntries(Array.from(
      document.querySelectorAll('.contents a'), (link) => [link.hash, Number(link.querySelector('.count')?.textContent)],
    )));
    await page.getByLabel('Severity', { exact: true }).selectOption('error');
    const status = await page.getByRole('status').innerText();
    assert.equal(Number(status.match(/ of (\d+) findings/)[1]), all['#findings'], status);
    assert.match(status, /, 0 of \d+ waived findings$/);
  }));

  test('what is excused is found in the matrix, whatever else stands on it', () => open(pages.plain, {}, async (page) => {
    await page.getByLabel('Severity', { exact: true }).selectOption('waived');
    const cells = page.locator('a.cell >> visible=true');
    const texts = await cells.allInnerTexts();
    assert.ok(texts.length > 0 && texts.every((text) => text.includes('waived')), texts.join('\n'));
    assert.equal(await cells.count(), await page.locator('a.cell', { hasText: 'waived' }).count());
  }));

  test('where nothing matches, that is said once, and a link still leads somewhere', () => open(pages.plain, {}, async (page) => {
    await page.getByLabel('Text', { exact: true }).fill('no such words');
    await page.waitForFunction(() => document.querySelector('.status').textContent === 'Nothing matches.');
    assert.equal(await shown(page, 'main h2, main h3, main .about'), 0);
    await page.locator('nav a[href="#evidence"]').click();
    await page.waitForFunction(() => !document.querySelector('#evidence').classList.contains('off'));
    assert.equal(await page.locator('.status').textContent(), '');
  }));

  test('it prints what is filtered, and says so', () => open(pages.plain, {}, async (page) => {
    const told = page.locator('#filtered');
    await page.emulateMedia({ media: 'print' });
    assert.ok(!(await told.isVisible()));
    await page.emulateMedia({ media: null });
    await page.getByLabel('Severity', { exact: true }).selectOption('error');
    await page.getByLabel('Text', { exact: true }).fill('bot');
    await page.waitForFunction(() => document.querySelector('#filtered').textContent.includes('bot'));
    assert.ok(!(await told.isVisible()), 'on the screen, the choices say it');
    const findings = await shown(page, '.finding');
    await page.emulateMedia({ media: 'print' });
    assert.match(await told.innerText(), /^Filtered by Severity: Error, Text: “bot”\. \d+ of \d+ services, /);
    assert.equal(await shown(page, '.finding'), findings);
    assert.ok(findings < await page.locator('.finding').count());
  }));

  test('it prints with everything opened and nothing to click', () => open(pages.plain, {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await shown(page, 'nav, form, dialog'), 0);
    const chains = await page.locator('details.chain .links').count();
    assert.equal(await shown(page, 'details.chain .links'), chains);
    assert.equal(await shown(page, '.finding'), await page.locator('.finding').count());
    await page.emulateMedia({ media: null });
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    assert.ok(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length > 2);
    assert.equal(await page.locator('details.chain[open]').count(), 0, 'closed again after');
  }));

  test('all of it is there without scripts', () => open(pages.plain, { javaScriptEnabled: false }, async (page) => {
    assert.ok(!(await page.locator('#choices').isVisible()));
    await page.locator('a.cell').first().click();
    assert.match(page.url(), /#e0-0-0$/);
    assert.ok(await page.locator('#e0-0-0').isVisible(), 'the link opens the chain');
    await page.emulateMedia({ media: 'print' });
    const chains = await page.locator('details.chain .links').count();
    assert.equal(await shown(page, 'details.chain .links'), chains);
  }));
});

describe('a large report', () => {
  const ways = {
    'with scripts': {}, 'on a small screen': { viewport: { width: 400, height: 900 } },
    'without scripts': { javaScriptEnabled: false },
  };
  /** Whether an element stands at the top of the window, or as far up as the end of the page lets it. */
  const isReached = (page, selector) => page.evaluate((selector) => {
    const { top } = document.querySelector(selector).getBoundingClientRect();
    const isAtEnd = Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight - 1;
    return Math.abs(top) < 80 || (isAtEnd && top > 0 && top < innerHeight);
  }, selector);
  /** Long enough for whatever would still move. */
  const settle = (page) => page.waitForTimeout(800);

  for (const [name, settings] of Object.entries(ways)) {
    test(`its links end where they lead, ${name}`, () => open(pages.large, settings, async (page) => {
      for (const section of ['#waivers', '#evidence', '#documents']) {
        await page.goto('about:blank');
        await page.goto(pages.large);
        await page.locator(`nav a[href="${section}"]`).click();
        await settle(page);
        assert.ok(await isReached(page, section), section);
      }
    }));
  }

  test('so do those of a chain', () => open(pages.large, {}, async (page) => {
    await page.locator('a.cell').first().click();
    const link = page.getByRole('dialog').locator('a[href^="#d"]').first();
    const target = await link.getAttribute('href');
    await link.click();
    await settle(page);
    assert.ok(await isReached(page, target), target);
  }));
});

describe('every page', () => {
  for (const name of ['plain', 'company', 'hostile']) {
    for (const width of [1400, 400]) {
      for (const colorScheme of ['light', 'dark']) {
        // What examines the page has to be let in past its policy.
        const settings = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
        test(`${name}, ${colorScheme}, ${width} pixels: axe finds nothing, and nothing runs over the edge`, () =>
          open(pages[name], settings, async (page) => {
            await fits(page);
            await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
            await fits(page);
            await accessible(page);
            await page.locator('a.cell').first().click();
            await fits(page);
            await accessible(page);
            const close = page.locator('#chain-close');
            const line = await close.evaluate((node) => parseFloat(getComputedStyle(node).lineHeight));
            assert.ok((await close.boundingBox()).height < 2 * line, 'the button is one line');
          }));
      }
    }
  }
});

describe('hostile names', () => {
  test('they are text', () => open(pages.hostile, {}, async (page) => {
    assert.equal(await page.evaluate(() => window.harm), undefined);
    assert.equal(await page.locator('script').count(), 1);
    assert.equal(await page.locator('img, svg, iframe, object, [onerror], [onfocus], [autofocus]').count(), 0);
    assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
    assert.equal(await page.locator('h1').innerText(), '</title></script><script>window.harm = 1</script>');
    const names = await page.locator('table.matrix .who .name').allTextContents();
    for (const name of [
      "<img src=x onerror='window.harm = 1'>",
      '" onfocus="window.harm = 1" autofocus x="',
      'right\\u{202e}to left\\u{202c} \\u{2067}marks\\u{2069} and \\u{200b}nothing',
      ':\\u{3a}error file=a.toml::stop | `code` @everyone \\u{1b}[31mred',
    ]) {
      assert.ok(names.includes(name), `${name} in ${names.join('\n')}`);
    }
    const waivers = await page.locator('#waivers').textContent();
    assert.ok(waivers.includes('</article><script>window.harm = 1</script> {{ title }} ${1 + 1}'), waivers);
    assert.ok(waivers.includes('<a href="javascript:window.harm=1">somebody</a>'), waivers);
    // Opened and searched for, they are text as well.
    for (const cell of await page.locator('a.cell').all()) {
      await cell.click();
      await page.keyboard.press('Escape');
    }
    await page.getByLabel('Text', { exact: true }).fill('<img src=x');
    await page.waitForFunction(() => document.querySelectorAll('table.matrix tbody tr:not(.off)').length === 1);
    assert.equal(await page.evaluate(() => window.harm), undefined);
  }));
});
