import { type Content, html, type Html } from './html.js';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead: Content;
  readonly body: Content;
}

export function sectionHtml({ id, title, lead, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${lead === '' ? null : html`<p class="lead">${lead}</p>`} ${body}
  </section>`;
}

/** Why there is nothing to show. */
export function nothing(sentence: string): Html {
  return html`<p class="nothing">${sentence}</p>`;
}
