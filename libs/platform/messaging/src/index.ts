export {
  ARCHIVED_EVENTS_PATH,
  archivePageSchema,
  INCOMPLETE_STREAMS_PATH,
  incompleteStreamsSchema,
  MOST_ARCHIVED_EVENTS,
  MOST_INCOMPLETE_STREAMS,
} from './archive/archive-protocol.js';
export type {
  ArchivePage,
  EventArchive,
  IncompleteStream,
  PlaceInModule,
  Published,
  WantedEvents,
} from './archive/event-archive.js';
export { ArchiveAwayError } from './archive/errors.js';
export { HttpEventArchive } from './archive/http-event-archive.js';
export {
  type BeyondLog,
  compareWithArchive,
  type ComparisonOptions,
  type LogComparison,
} from './archive/log-comparison.js';
export type { Consumer as ConsumerDefinition, InTurn, MessageHandlerFunction } from './delivery/consumer.js';
export { DEFAULT_DELIVERY_POLICY, type DeliveryPolicy } from './delivery/delivery-policy.js';
export { MARKS_DAYS_MORE } from './delivery/purge-inbox.js';
export { Gathering } from './delivery/gathering.js';
export type { MessageKey } from './delivery/message-key.js';
export { type EncodedMessage, decodeEnvelope, encode, openMessage } from './envelope/cloud-events.js';
export {
  type DataOf,
  defineCommand,
  defineEvent,
  defineReply,
  type EventOf,
  type MessageDefinition,
} from './envelope/define-message.js';
export { InvalidMessageError, MalformedEnvelopeError, MessageDefinitionError } from './envelope/errors.js';
export type { Channel, Message, RecordedMessage } from './envelope/message.js';
export { type MessageContext, messageContext, withMessageContext } from './envelope/message-context.js';
export { fromStructured, toStructured } from './envelope/structured-mode.js';
export { RestoredLogError, StreamConcurrencyError } from './log/errors.js';
export { type AppendOptions, EventLog, type NewMessage } from './log/event-log.js';
export { ensureLogBase, ON_THIS_SERVER, type TiedTables } from './log/log-base.js';
export { LogHints } from './log/log-hints.js';
export {
  type LogCursor,
  LogReader,
  type LogSlice,
  settled,
  type StreamHead,
  type WantedTypes,
} from './log/log-reader.js';
export { ensurePartitions } from './log/partitions.js';
export {
  encodedMessageSchema,
  MOST_RECORDED_EVENTS,
  MOST_RECORDED_STREAMS,
  RECORDED_STREAM_PATH,
  RECORDED_STREAMS_PATH,
  recordedStreamPath,
  recordedStreamSchema,
  recordedStreamsPath,
  recordedStreamsSchema,
} from './log/recorded-stream.js';
export { settleLog } from './log/settle-log.js';
export {
  type InboxLag,
  type Lag,
  type LogLag,
  MessagingLag,
  type ParkedCount,
} from './monitoring/messaging-lag.js';
export { Consumer, type ConsumerOptions, On } from './nest/consumer.decorator.js';
export { ConsumerRegistry } from './nest/consumer-registry.js';
export { droppedEnds } from './log/dropped-ends.js';
export { type KnownHead, knownHeads } from './log/known-heads.js';
export { EventLogs } from './nest/event-logs.js';
export { MESSAGING_MIGRATIONS, MessagingModule } from './nest/messaging.module.js';
export { MessagingServer } from './nest/messaging-server.js';
export { UnknownParkedKeyError } from './parking/errors.js';
export type { ParkedKey, ParkedKeyView } from './parking/parked-key.js';
export { type ListOptions, ParkedMessages, type ReplayResult } from './parking/parked-messages.js';
export { DEFAULT_RELAY_POLICY, type RelayPolicy } from './relay/relay-policy.js';
export { WakeUp } from './relay/wake-up.js';
export { type Restore, RestoredLog, type StillMine } from './restored/restored-log.js';
export { liftHeads, type Settled, settleRestored } from './restored/settle-restored.js';
export { HostedModules } from './runtime/hosted-modules.js';
export { Retention, type Sweep } from './runtime/retention.js';
export type { MessagingOptions } from './runtime/messaging-options.js';
export { InProcessTransport } from './transport/in-process.transport.js';
export type {
  Forgotten,
  Lane,
  MessageTransport,
  Outlet,
  Stalled,
  Subscriber,
  TransportLag,
  TransportPosition,
} from './transport/transport.js';
