import { catalogue } from '@marketplace/catalogue';
import type { Outage, ProfileDescription } from '@platform/profile';

/** What one outage did, or what `whereabouts profile explain` says that it does: both in the same words. */
export interface Sight {
  /** Modules with how their routes answer, where they do not answer as ever. */
  readonly paths: string;
  /** What becomes of a checkout that is begun meanwhile: it goes on, is taken, refused, or recorded though it was refused. */
  readonly checkout: string;
  /** The first step of it that is not seen done while the part is away. */
  readonly stands: string;
  /** The same of checkouts that were being charged when the part died. */
  readonly underWay: string;
  /** Copies that can be read and do not follow. */
  readonly behind: string;
}

/** How a request was answered: by its status, 503 only with all that belongs to it; `no-connection`; or else in words. */
export type Served = string;

/** Of a module whose routes all answer with success. */
export const asEver: Served = 'as ever';

export const none = '-';
export const refused = 'is refused';
export const decided = 'decided';
/** Every step is done, and the subject has not taken note of it. */
export const completion = 'completion';

/** Of a checkout, those after the one that begins it. */
export const steps = catalogue.saga.steps.slice(1).map(({ name }) => name);

/** Whose databases tell how far it has come. */
const participants = catalogue.saga.steps.slice(1).map(({ participant }) => participant);

export const nameOf = ({ at, of }: { readonly at: string; readonly of: string }): string => `${at} of ${of}`;

/** By how they answer. */
export function pathsText(failing: readonly (readonly [module: string, how: string])[]): string {
  const groups = Map.groupBy(failing, ([, how]) => how);
  const text = [...groups].map(([how, modules]) => {
    const all = modules.length === catalogue.modules.length;
    return `${all ? 'all' : modules.map(([module]) => module).join(', ')}: ${how}`;
  });
  return text.join('; ') || none;
}

export function predicted(outage: Outage, { reads }: ProfileDescription): Sight {
  // What is done in one transaction is seen with all the rest or not at all.
  const stepwise = reads.halfDone.length > 0;
  const leavesNothing = outage.checkouts === 'refused' && !outage.recorded;
  return {
    paths: pathsText(outage.unavailable.map((module) => [module, String(outage.answer)])),
    checkout: checkoutOf(outage),
    stands: leavesNothing ? none : standing(outage, stepwise ? steps : steps.slice(0, 1)),
    underWay: isAskedUnderWay(outage) ? underWay(outage, stepwise) : none,
    behind: outage.standStill.map(nameOf).join(', ') || none,
  };
}

function checkoutOf({ checkouts, recorded }: Outage): string {
  if (checkouts === 'go-on') return 'goes on';
  if (checkouts === 'accepted-and-wait') return 'is taken';
  return recorded ? recordedThough('503') : refused;
}

/** Of a checkout that is found later, though this was the answer. */
export function recordedThough(answer: string): string {
  return `is recorded, ${answer}`;
}

function standing({ waitsAt }: Outage, seen: readonly string[]): string {
  return waitsAt.length === 0 ? decided : (seen.find((step) => waitsAt.includes(step)) ?? seen[0] ?? none);
}

/** Elsewhere what is under way does as what is begun does; and of a dead provider the call is lost that was being made. */
function isAskedUnderWay({ checkouts, part }: Outage): boolean {
  return checkouts === 'refused' || part.kind === 'provider';
}

/** A call that was made ends where it was made, unless the caller died; whatever comes next may have to wait. */
function underWay({ part, waitsAt, interrupts, unavailable }: Outage, stepwise: boolean): string {
  // Nothing is left that could tell.
  if (part.kind === 'database' && participants.every((module) => unavailable.includes(module))) return none;
  if (waitsAt.length === 0) return decided;
  if (!stepwise) return steps[0] ?? none;
  const inHand = steps.indexOf('charge');
  const isLost = part.kind === 'provider' || interrupts.some(({ step }) => step === steps[inHand]);
  if (isLost) return steps[inHand] ?? none;
  const next = steps.slice(inHand + 1).find((step) => waitsAt.includes(step));
  return next ?? (unavailable.includes(catalogue.saga.subject) ? completion : decided);
}
