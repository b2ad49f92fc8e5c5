/**
 * Tags our handlers and the one server that runs them, whichever transport it uses. A handler without such a tag would be
 * registered with every connected server.
 */
export const MESSAGING = Symbol('platform.messaging');
