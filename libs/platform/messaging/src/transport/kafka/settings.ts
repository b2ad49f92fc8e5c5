/** How many copies have a message before a producer takes it for published: -1 stands for all that are in step. */
export const PRODUCER_ACKS = -1;
