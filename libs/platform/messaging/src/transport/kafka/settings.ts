/** How many copies must have a message before its producer takes it for published: all that are in step. */
export const PRODUCER_ACKS = 'all';
/** The same as kafkajs wants it. */
export const KAFKAJS_ACKS = { all: -1 }[PRODUCER_ACKS];
