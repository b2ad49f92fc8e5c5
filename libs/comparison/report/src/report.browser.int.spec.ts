import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseResults, type Results } from '@comparison/protocol';
import type { Browser } from 'playwright-core';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  launchChromium,
  openReport,
  type OpenReport,
  type Screen,
  seeEverything,
} from './testing/browser.js';
import { contrastsInPage, shortcomingsInPage } from './testing/contrast.js';
import { exampleResults } from './testing/example-results.js';
import { expectedFigures } from './testing/expected-figures.js';
import { writeReport } from './write-report.js';

const desktop: Screen = { width: 1440, height: 1000, scheme: 'light' };
const screens: Readonly<Record<string, Screen>> = {
  'desktop-light': desktop,
  'desktop-dark': { ...desktop, scheme: 'dark' },
  phone: { width: 360, height: 780, scheme: 'light' },
};
/** To be looked at: gone with the run's temporary directory, unless REPORT_SCREENSHOTS names another. */
const screenshots = process.env['REPORT_SCREENSHOTS'] ?? join(tmpdir(), 'whereabouts-report-screenshots');
/** The faster of the example's two rates that every profile was offered. */
const headline = 'common-120';

let browser: Browser | undefined;
let directory: string;
let files: { html: string; json: string };

beforeAll(async () => {
  browser = await launchChromium();
  directory = await mkdtemp(join(tmpdir(), 'whereabouts-report-'));
  await mkdir(screenshots, { recursive: true });
  files = await writeReport(exampleResults(1), directory);
});

afterAll(async () => {
  await browser?.close();
  if (directory) await rm(directory, { recursive: true, force: true });
});

async function withReport(screen: Screen, look: (report: OpenReport) => Promise<void>, file = files.html) {
  if (!browser) throw new Error('No browser was started.');
  const report = await openReport(browser, file, screen);
  try {
    await look(report);
  } finally {
    await report.page.close();
  }
}

describe.each(Object.entries(screens))('the report on %s', (name, screen) => {
  it('asks for nothing but itself, complains of nothing, and draws every chart', () =>
    withReport(screen, async (report) => {
      await report.page.screenshot({ path: join(screenshots, `${name}.png`) });
      for (const id of ['decide', 'latency', 'timelines', 'invariants', 'cost']) {
        await report.evaluate(`document.getElementById('${id}').scrollIntoView({ behavior: 'instant' })`);
        await report.evaluate(
          'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
        );
        await report.page.screenshot({ path: join(screenshots, `${name}-${id}.png`) });
      }
      await seeEverything(report);
      expect(
        await report.evaluate(
          `[...document.querySelectorAll('.chart')].filter((one) => !one.querySelector('svg path')).length`,
        ),
      ).toBe(0);
      expect(report.complaints).toEqual([]);
      expect(report.requests).toEqual([report.url]);
    }));

  it('is no wider than the screen, with everything unfolded', () =>
    withReport(screen, async (report) => {
      await seeEverything(report);
      expect(await report.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(screen.width);
    }));

  it('has texts that stand out by 4.5 to 1, also after the colours were switched', () =>
    withReport(screen, async (report) => {
      await seeEverything(report);
      for (const switched of [false, true]) {
        if (switched) await report.page.click('#theme');
        const contrasts = await report.evaluate<Record<string, number>>(contrastsInPage);
        expect(Object.keys(contrasts).length).toBeGreaterThan(30);
        expect(Object.entries(contrasts).filter(([, ratio]) => ratio < 4.5)).toEqual([]);
      }
    }));
});

describe('the numbers of the page', () => {
  interface Shown {
    readonly figure: string;
    readonly profile: string;
    readonly value: number;
    readonly text: string;
    readonly metric: string | null;
    readonly stretch: string | null;
  }
  const shownIn = (
    selector: string,
  ) => `[...document.querySelectorAll('${selector} [data-figure]')].map((one) => ({
    figure: one.dataset.figure, profile: one.dataset.profile, value: Number(one.dataset.value), text: one.textContent.trim(),
    metric: one.dataset.metric ?? null, stretch: one.dataset.stretch ?? null }))`;
  const results = async (): Promise<Results> => parseResults(JSON.parse(await readFile(files.json, 'utf8')));

  it('in the table to decide from are those of results.json', () =>
    withReport(desktop, async ({ evaluate }) => {
      const expected = expectedFigures(await results(), headline);
      const shown = await evaluate<Shown[]>(shownIn('#decision-table'));
      const own = shown.filter(({ figure }) => !figure.endsWith('-ratio') && figure !== 'stopping');
      expect(own.map(({ figure, profile: name }) => `${figure} ${name}`).toSorted()).toEqual(
        [...expected.keys()].toSorted(),
      );
      for (const { figure, profile: name, value, text } of own) {
        expect(value).toBeCloseTo(expected.get(`${figure} ${name}`) ?? Number.NaN, 9);
        const [read] = /[\d.,]+/.exec(text) ?? [];
        // What a person reads is the value, rounded to three digits.
        if (read !== undefined)
          expect(Math.abs(Number(read.replaceAll(',', '')) - value)).toBeLessThanOrEqual(value * 0.01);
      }
    }));

  it('against the baseline, and of the noise, are those of results.json', () =>
    withReport(desktop, async ({ evaluate }) => {
      const { ratios, noise } = await results();
      const shown = await evaluate<Shown[]>(shownIn('#comparison'));
      const told = (figure: string) =>
        shown
          .filter((one) => one.figure === figure)
          .map(({ metric, stretch, profile: name, value }) => ({
            metric,
            stretch: stretch === '' ? null : stretch,
            name,
            value,
          }));
      const alike = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).toSorted();
      expect(alike(told('ratio'))).toEqual(
        alike(
          ratios.map(({ metric, stretch, profile: name, ratio }) => ({
            metric,
            stretch,
            name,
            value: ratio,
          })),
        ),
      );
      expect(alike(told('noise'))).toEqual(
        alike(
          noise.map(({ metric, stretch, profile: name, floor }) => ({ metric, stretch, name, value: floor })),
        ),
      );
      const same = ratios.filter(({ withinNoise, openEnded }) => withinNoise && !openEnded).length;
      expect(shown.filter(({ text }) => text === 'no difference').length).toBe(same);
    }));

  it('beside the chart of goodput are those of every stretch', () =>
    withReport(desktop, async ({ evaluate }) => {
      const { runs } = await results();
      const expected = runs
        .filter(({ role }) => role === 'measured')
        .flatMap(({ profile: name, repeat, stretches }) =>
          stretches
            .filter(({ purpose }) => purpose !== 'fault')
            .map(({ id, measured }) => `goodput-of-${id}-${repeat} ${name} ${measured.goodput}`),
        );
      const shown = await evaluate<Shown[]>(shownIn('#goodput-by-rate'));
      expect(
        shown.map(({ figure, profile: name, value }) => `${figure} ${name} ${value}`).toSorted(),
      ).toEqual(expected.toSorted());
    }));

  it('in the matrix are the verdicts of results.json', () =>
    withReport(desktop, async ({ evaluate }) => {
      const violated = `[...document.querySelectorAll('[data-verdict="violated"]')].map(({ dataset }) => [dataset.profile, dataset.fault, dataset.invariant])`;
      expect(await evaluate(violated)).toEqual([
        ['microservices-choreography', 'the database stock is killed', 'A4'],
      ]);
    }));
});

describe('without a mouse', () => {
  const focused = `({ tag: document.activeElement.tagName, text: document.activeElement.textContent.trim(), outline: getComputedStyle(document.activeElement).outlineStyle })`;
  const order = `[...document.querySelectorAll('#decision-table tbody tr')].map((row) => row.querySelector('[data-figure="saturation"]').dataset.value).map(Number)`;

  it('the first stop leads to the table', () =>
    withReport(desktop, async ({ page, evaluate }) => {
      await page.keyboard.press('Tab');
      expect(await evaluate(focused)).toMatchObject({ tag: 'A', text: 'To the table' });
      await page.keyboard.press('Enter');
      expect(await evaluate('location.hash')).toBe('#decide');
    }));

  it('the headings of the table are reached, seen, and sort it one way and the other', () =>
    withReport(desktop, async ({ page, evaluate }) => {
      for (let stop = 0; stop < 60; stop++) {
        await page.keyboard.press('Tab');
        const { tag, text, outline } = await evaluate<{ tag: string; text: string; outline: string }>(
          focused,
        );
        expect(outline).not.toBe('none');
        if (tag === 'BUTTON' && text.startsWith('Saturation')) break;
      }
      const sorted = `document.activeElement.closest('th').getAttribute('aria-sort')`;
      expect(await evaluate(sorted)).toBe('none');
      const before = await evaluate<number[]>(order);
      await page.keyboard.press('Enter');
      expect(await evaluate(sorted)).toBe('ascending');
      expect(await evaluate(order)).toEqual(before.toSorted((a, b) => a - b));
      await page.keyboard.press('Space');
      expect(await evaluate(sorted)).toBe('descending');
      expect(await evaluate(order)).toEqual(before.toSorted((a, b) => b - a));
    }));

  it('and without seeing it, nothing is missing', () =>
    withReport(desktop, async (report) => {
      await seeEverything(report);
      expect(await report.evaluate(shortcomingsInPage)).toEqual([]);
    }));
});

it('a profile whose name is markup harms nobody', async () => {
  const evil = `</script><img src=x onerror="alert(1)">`;
  const text = JSON.stringify(exampleResults(1)).replaceAll('"hybrid"', JSON.stringify(evil));
  const hostile = await writeReport(parseResults(JSON.parse(text)), join(directory, 'hostile'));
  await withReport(
    desktop,
    async (report) => {
      await seeEverything(report);
      expect(report.complaints).toEqual([]);
      expect(report.requests).toEqual([report.url]);
      expect(await report.evaluate(`document.querySelectorAll('img').length`)).toBe(0);
      expect(await report.evaluate(`document.querySelector('#decision-table').textContent`)).toContain(evil);
    },
    hostile.html,
  );
});
