import { type Browser, chromium, type Page } from 'playwright-core';
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const flags = [
  ...['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--no-first-run'],
];

/** @throws Error where there is no Chromium: a report that nobody opened is not tested */
export async function launchChromium(): Promise<Browser> {
  const found = names.map((name) =>
    spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim(),
  );
  const executablePath = found.find((path) => path !== '');
  if (executablePath === undefined)
    throw new Error(
      `The report is opened in a real Chromium, and there is none: install one that can be started as ${names[0] ?? ''}.`,
    );
  return chromium.launch({ executablePath, args: flags });
}

/** A report that a browser has open, and what it did meanwhile. */
export interface OpenReport {
  readonly page: Page;
  readonly url: string;
  /** Errors and warnings of the console, and exceptions. */
  readonly complaints: string[];
  readonly requests: string[];
  readonly evaluate: <T>(expression: string) => Promise<T>;
}

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

export async function openReport(
  browser: Browser,
  file: string,
  { width, height, scheme }: Screen,
): Promise<OpenReport> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return {
    page,
    url,
    complaints,
    requests,
    evaluate: <T>(expression: string) => page.evaluate<T>(expression),
  };
}

/** Opens what is folded and goes past everything, until every chart is drawn. @throws Error when the page complains meanwhile */
export async function seeEverything({ evaluate, complaints }: OpenReport): Promise<void> {
  await evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
  const undrawn = `[...document.querySelectorAll('[data-chart]:not([data-drawn])')]`;
  for (;;) {
    const left = await evaluate<number>(`${undrawn}.length`);
    if (left === 0) break;
    if (complaints.length > 0) throw new Error(`The page does not work: ${complaints.join('; ')}`);
    await evaluate(`new Promise((resolve) => {
      ${undrawn}[0].scrollIntoView({ behavior: 'instant' });
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    })`);
  }
  await evaluate('scrollTo(0, 0)');
}
