import type { Results } from '@comparison/protocol';
import { reportFigures } from '../figures/profile-figures.js';
import type { Assets } from './assets.js';
import { costSection } from './charts/cost-section.js';
import { timelineSection } from './charts/fault-timelines.js';
import { goodputSection } from './charts/goodput-by-rate.js';
import { latencySection } from './charts/latency-section.js';
import { staleSection } from './charts/stale-section.js';
import { decisionSection } from './decision/decision-table.js';
import { page } from './page.js';
import { comparisonSection } from './sections/comparison-section.js';
import { matrixSection } from './sections/matrix-section.js';
import { conclusionsSection, heading } from './sections/opening.js';
import { predictionsSection } from './sections/predictions-section.js';
import { promisesSection } from './sections/promises-section.js';
import { runsSection } from './sections/runs-section.js';
import { selfCheckSection } from './sections/self-check-section.js';
import { settingsSection } from './sections/settings-section.js';

const sections = [
  goodputSection,
  latencySection,
  comparisonSection,
  staleSection,
  timelineSection,
  matrixSection,
  predictionsSection,
  promisesSection,
  costSection,
  selfCheckSection,
  settingsSection,
  runsSection,
];

/** The whole report as one file of HTML. */
export function reportPage(results: Results, { style, scripts }: Assets): string {
  const figures = reportFigures(results);
  return page({
    title: `Whereabouts compare: ${figures.profiles.map(({ name }) => name).join(', ')}`,
    header: heading(figures),
    opening: [decisionSection(figures), conclusionsSection(figures)],
    sections: sections.map((section) => section(figures)),
    style,
    scripts,
  });
}
