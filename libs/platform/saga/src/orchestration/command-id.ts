import { createHash } from 'node:crypto';

import type { Asked } from '../participation/asked.js';

/** The same for every sending of one command: a hash of saga, step and phase, in the form of a UUID. */
export function commandIdOf({ saga, step, phase }: Pick<Asked, 'saga' | 'step' | 'phase'>): string {
  const hash = createHash('sha256').update(`${saga.id}\0${step}\0${phase}`).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3})..(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}
