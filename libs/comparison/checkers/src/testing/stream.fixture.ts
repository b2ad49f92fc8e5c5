import type { StoredEvent } from '../stored/index.js';
import { iso } from './history.fixture.js';

/** A stream from its beginning, an event each second. */
export const streamOf = (...events: readonly (readonly [type: string, data: object])[]): StoredEvent[] =>
  events.map(([type, data], index) => ({ type, data, version: index + 1, at: new Date(iso(index)) }));
