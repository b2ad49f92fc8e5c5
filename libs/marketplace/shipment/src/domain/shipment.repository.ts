import type { Shipment } from './shipment.js';

/** A package that is on its way. */
export interface OpenPackage {
  readonly sellerId: string;
  readonly orderId: string;
  readonly packageId: string;
}

/** Keeps shipments. Every method belongs into a unit of work of the shipment module. */
export abstract class ShipmentRepository {
  /** Stores a new shipment and publishes its events. @returns false when the order has a shipment: nothing was done */
  abstract add(shipment: Shipment): Promise<boolean>;

  /** The shipments of these orders, locked until the unit ends, in the order of their ids. */
  abstract load(orderIds: readonly string[]): Promise<Shipment[]>;

  /** Stores loaded shipments and publishes the events recorded since. */
  abstract save(shipments: readonly Shipment[]): Promise<void>;

  /**
   * Takes the turn to choose packages for delivery, until the unit ends: what is the oldest open package can only be told
   * when nobody else is about to deliver it.
   */
  abstract takeDeliveryTurn(): Promise<void>;

  /**
   * Each seller's oldest open package by its shipment's creation, for the `sellers` sellers whose package is the oldest;
   * oldest first.
   */
  abstract oldestOpenPackages(sellers: number): Promise<OpenPackage[]>;
}
