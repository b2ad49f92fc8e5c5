// The Event Store goes on where its group stands, whatever its own account of each lane says. Not to be seen as long as a group's position
// comes after what is archived; without it, what an early position passes over is read again at the next start.
import { inside, replaceMethod } from './inside.mjs';

const ArchivedLanes = await inside('apps/event-store/dist/intake/archived-lanes.js', 'ArchivedLanes');
replaceMethod(import.meta, ArchivedLanes, 'setBack', () => () => Promise.resolve(undefined));
