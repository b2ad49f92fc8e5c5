import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import type { HistoricEvent } from '@platform/event-sourcing';
import { UnitOfWork } from '@platform/persistence';

import type { OrderEvent, OrderView } from '../contract/index.js';
import { statusAfter } from '../domain/order-state.js';
import { type Moment, OrderPast } from '../features/time-travel/order-past.js';
import type { PastEvent } from '../features/time-travel/past-event.js';
import { orderStreams, type OrderStreams } from './order-streams.js';
import { orderViewOf } from './order-view-of.js';

/** What an order was is the beginning of its stream. */
@Injectable()
export class EventSourcedOrderPast extends OrderPast {
  private readonly streams: OrderStreams;

  constructor(unit: UnitOfWork, log: EventLog) {
    super();
    this.streams = orderStreams(unit, log);
  }

  override async asOf(id: string, moment: Moment): Promise<OrderView | undefined> {
    const history = await this.streams.history(id);
    if ('version' in moment && history.length < moment.version) return undefined;
    return orderViewOf(id, history.filter(isBy(moment)));
  }

  override async history(id: string): Promise<readonly PastEvent[]> {
    const history = await this.streams.history(id);
    return history.map(({ version, type, at, data }) => ({
      ...{ version, type, at },
      status: statusAfter(type as OrderEvent['type']),
      data: data as PastEvent['data'],
    }));
  }
}

function isBy(moment: Moment): (event: HistoricEvent) => boolean {
  if ('version' in moment) return ({ version }) => version <= moment.version;
  return ({ at }) => Date.parse(at) <= moment.at.getTime();
}
