import { type DataOf, defineCommand, defineEvent, defineReply } from '@platform/messaging';
import { z } from 'zod';

import { PHASES } from '../definition/saga-plan.js';

const saga = z.object({ sagaId: z.uuid(), definitionVersion: z.int().min(1) });
const failure = z.object({ step: z.string(), reason: z.string() });
/** Plain JSON, which only the definition understands; JSON knows no `undefined`. */
const json = z.unknown().optional();
const context = json;
const task = z.object({ step: z.string(), phase: z.enum(PHASES) });
const verdict = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), result: json }),
  z.object({
    outcome: z.literal('refused'),
    reason: z.string(),
    details: z.object({ of: json }).optional(),
  }),
]);

const beginSchema = saga.extend({ context });
const stepSchema = saga.extend({ ...task.shape, commandId: z.uuid(), context, failure: failure.optional() });
const replySchema = saga.extend({ ...task.shape, commandId: z.uuid(), verdict });
const progressSchema = saga.extend({
  step: z.string(),
  phase: z.enum(['done', 'failed', 'completed']),
  context,
  failure: failure.optional(),
});

/** The subject is to begin a saga whose first step is done. */
export const beginCommand = once((type, module) =>
  defineCommand(`${module}.${type}-begin`, 1, beginSchema),
);
/** A participant is to do one of its tasks. */
export const stepCommand = once((type, module) => defineCommand(`${module}.${type}-step`, 1, stepSchema));
/** How a participant answers that, to the subject. */
export const stepReply = once((type, module) => defineReply(`${module}.${type}-reply`, 1, replySchema));
/** What a participant of a choreography tells the others. */
export const progressEvent = once((type, module) =>
  defineEvent(`${module}.${type}-progress`, 1, progressSchema),
);

export type Begin = z.output<typeof beginSchema>;
export type StepAsked = z.output<typeof stepSchema>;
export type StepAnswered = DataOf<ReturnType<typeof stepReply>>;
export type Progress = DataOf<ReturnType<typeof progressEvent>>;

/** Message types are known to the whole process and may be defined once; definitions of several versions share them. */
function once<Definition>(
  define: (sagaType: string, module: string) => Definition,
): (sagaType: string, module: string) => Definition {
  const known = new Map<string, Definition>();
  return (sagaType, module) => {
    const key = `${sagaType} ${module}`;
    const definition = known.get(key) ?? define(sagaType, module);
    known.set(key, definition);
    return definition;
  };
}
