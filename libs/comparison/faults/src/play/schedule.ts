/** How long each phase lasts, in s. The load stops with the end of `heal`; `drain` is how long what is under way then may take. */
export interface Schedule {
  readonly steady: number;
  readonly fault: number;
  readonly heal: number;
  readonly drain: number;
}

/** A fault must outlast the 5 s within which an outage has to be told of; a broker takes some seconds to start. */
export const defaultSchedule: Schedule = { steady: 8, fault: 12, heal: 20, drain: 60 };
