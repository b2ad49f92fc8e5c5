import type { Catalogue } from '../catalogue.js';
import type { Restore } from './restores-of.js';

/** Made of the restore's fields and nothing else. */
export function restoreSentence({ modules, outcome }: Restore, { saga }: Catalogue): string {
  const one = modules.length === 1;
  const gets = one ? 'gets' : 'get';
  const accepted = `"whereabouts recover ${modules.join(' ')} --accept-loss"`;
  switch (outcome) {
    case 'whole':
      return 'all modules are as they were when it was dumped; what came later is lost';
    case 'unnoticed':
      return `${one ? 'it goes' : 'they go'} back in time while the other modules do not, and nothing notices: restore all databases to one moment`;
    case 'refilled':
      return `${gets} back by ${one ? 'itself' : 'themselves'}, before writes are taken, what the Event Store has; what was never relayed is lost`;
    case 'events-only':
      return `${gets} back what the Event Store has of its events, but not the state of its ${saga.name}s, nor commands and replies, which nobody archives: does not start before ${accepted}`;
    case 'told':
      return `${one ? 'does' : 'do'} not start before ${accepted}; without the option it lists what the Event Store has beyond the dump, which rows do not get back; what was never relayed is lost, too`;
    case 'untold':
      return one
        ? `does not start before ${accepted}: without an Event Store nobody can tell what is missing`
        : 'do not start before the profile has an Event Store, which gets what the broker still has: without it nobody can tell what is missing, nor what they would hear again of each other';
    case 'asks':
      return 'the Event Store asks the modules for what it lacks, as far as their logs still have it';
  }
}
