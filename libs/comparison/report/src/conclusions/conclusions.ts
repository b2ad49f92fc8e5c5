import type { ReportFigures } from '../figures/profile-figures.js';
import { costSentence, outageSentence } from './operation.js';
import { anomalySentence, violationSentence } from './safety.js';
import type { Sentence } from './sentence.js';
import { latencySentence, saturationSentence } from './speed.js';

/** What follows from the figures, the gravest first; a sentence for each matter of which something is known. */
export function conclusions(figures: ReportFigures): readonly Sentence[] {
  return [
    violationSentence(figures),
    saturationSentence(figures),
    latencySentence(figures),
    anomalySentence(figures),
    outageSentence(figures),
    costSentence(figures),
  ].filter((sentence) => sentence !== null);
}
