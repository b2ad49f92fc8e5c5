/** A message type is unknown, defined twice, or recorded by a module that does not own it; a programming error. */
export class MessageDefinitionError extends Error {
  override readonly name = 'MessageDefinitionError';
}

/** Data does not have the shape its type was defined with; `message` names the type and each field. */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError';
}

/** An envelope lacks an attribute, or has one that cannot be understood. */
export class MalformedEnvelopeError extends Error {
  override readonly name = 'MalformedEnvelopeError';
}
