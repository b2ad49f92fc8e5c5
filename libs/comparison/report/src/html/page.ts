import { createHash } from 'node:crypto';
import { html, Html, type Content } from './html.js';
import { type Section, sectionHtml } from './section.js';

export interface Page {
  readonly title: string;
  readonly header: Content;
  /** What it opens with; the list of all sections comes after. */
  readonly opening: readonly Section[];
  readonly sections: readonly Section[];
  readonly style: string;
  /** In the order in which they run. */
  readonly scripts: readonly string[];
}

/** One file that asks for nothing: its policy lets in these very styles and scripts, and no request of any kind. */
export function page({ title, header, opening, sections, style, scripts }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src ${scripts.map((script) => `'${digest(script)}'`).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const links = [...opening, ...sections].map(
    ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${element('style', style)}
      </head>
      <body>
        <a class="skip" href="#decide">To the table</a>
        <header>${header}</header>
        <main>
          ${opening.map(sectionHtml)}
          <nav aria-label="On this page">
            <ul>
              ${links}
            </ul>
          </nav>
          ${sections.map(sectionHtml)}
        </main>
        ${scripts.map((script) => element('script', script))}
      </body>
    </html> `.text;
}

/** Not by a template: a blank more inside, and it would not be what the policy lets in. */
function element(name: 'style' | 'script', content: string): Html {
  return new Html(`<${name}>${content}</${name}>`);
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
