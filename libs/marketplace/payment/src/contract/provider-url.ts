/** Where the payment provider answers; whoever composes the application provides it globally. */
export class PaymentProviderUrl {
  /** @param base for instance `http://127.0.0.1:4010`; a path is kept: `https://pay.example/v2` */
  constructor(readonly base: string) {}
}
