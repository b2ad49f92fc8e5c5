/** Names of the modules whose events are archived. */
export const MODULES = Symbol('event-store.modules');
/** Where each module of the deployment answers. */
export const PEERS = Symbol('event-store.peers');
/** The transport that events come by. */
export const TRANSPORT = Symbol('event-store.transport');
