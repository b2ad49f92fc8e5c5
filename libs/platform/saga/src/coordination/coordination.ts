import type { ConsumerDefinition } from '@platform/messaging';

import type { Answered, Asked } from '../participation/asked.js';

/** How the participants of a saga come to act one after another: what choreography and orchestration differ in. */
export interface Coordination {
  /** The first step is done, in the unit of work of its participant: the others are to hear of it. */
  begun(module: string, answered: Answered): Promise<void>;

  /** A participant has answered, by and by and on its own, what had been put off; in its unit of work. */
  answered(module: string, answered: Answered): Promise<void>;

  /** The task as it can be done now; nothing while something else has to be done first. In the module's unit of work. */
  ready(module: string, asked: Asked): Promise<Asked | undefined>;

  /** Puts on record what a module's log tells of answers that it gave, after the log has got back what it had lost. */
  remember(module: string): Promise<void>;

  /** What the modules of this process listen to. */
  consumers(): ConsumerDefinition[];
}
