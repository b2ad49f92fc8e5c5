import { conclusions } from '../../conclusions/conclusions.js';
import { limits } from '../../conclusions/limits.js';
import { incompleteNotice } from '../../conclusions/notice.js';
import { countText } from '../../figures/number-text.js';
import type { Sentence } from '../../conclusions/sentence.js';
import type { ReportFigures } from '../../figures/profile-figures.js';
import { html, type Html } from '../html.js';
import type { Section } from '../section.js';

/** What it is, and under what it was measured, in a line; and whether that is all that was asked for. */
export function heading({ results, profiles }: ReportFigures): Html {
  const { settings, environment } = results;
  const notice = incompleteNotice(results);
  return html`<div class="title">
      <h1>Where the data lives, and what it costs</h1>
      <button type="button" id="theme" hidden></button>
    </div>
    <p class="facts">
      ${countText(profiles.length, 'profile')} under ${settings.workload},
      ${countText(settings.repeats, 'repeat')}, seed ${settings.seed}; baseline ${settings.baseline};
      ${results.startedAt.slice(0, 16).replace('T', ' ')} UTC; ${environment.cpu},
      ${countText(environment.cores, 'core')}; Whereabouts ${environment.whereabouts}
    </p>
    ${notice !== null && html`<p class="notice" role="note"><strong>Incomplete.</strong> ${notice}</p>`}`;
}

/** What follows from the table, and what does not. */
export function conclusionsSection(figures: ReportFigures): Section {
  return {
    id: 'conclusions',
    title: 'What follows',
    lead: '',
    body: html`<ol class="conclusions">
        ${conclusions(figures).map(sentence)}
      </ol>
      <p class="limits"><strong>What this does not tell.</strong> ${limits(figures.results).join(' ')}</p>`,
  };
}

function sentence({ topic, grave, parts }: Sentence): Html {
  return html`<li class="${grave ? 'alarm' : ''}">
    <strong class="${grave ? 'grave' : 'topic'}">${topic}.</strong> ${parts.map((part) =>
      typeof part === 'string'
        ? part
        : html`<b data-figure="${part.figure}" data-profile="${part.profile}" data-value="${part.value}"
            >${part.text}</b
          >`,
    )}
  </li>`;
}
