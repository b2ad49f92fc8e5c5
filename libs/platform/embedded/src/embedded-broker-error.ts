/** Something a user can act on: the message is one sentence that names what is wrong and the remedy. */
export class EmbeddedBrokerError extends Error {
  override readonly name = 'EmbeddedBrokerError';
}
