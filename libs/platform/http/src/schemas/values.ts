import { z } from 'zod';

/** A UUID; letters are folded to lower case, as PostgreSQL stores them. */
export const idSchema = z.uuid().toLowerCase();

/** Largest price or fee a request may name: a thousand pieces on a hundred lines still add up to a safe integer. */
export const MAX_CENTS = 10_000_000_000;

/** An amount that a request may name, in cents. */
export const centsSchema = z.int().min(0).max(MAX_CENTS);

/** An amount that was computed, in cents; may exceed what a request may name. */
export const totalCentsSchema = z.int().min(0);

/** ISO 4217 alphabetic code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR');

/** RFC 3339, UTC. */
export const timestampSchema = z.iso.datetime();

/** Version or revision of a resource. */
export const versionSchema = z.int().min(0);

/** An integer that fits PostgreSQL's `integer`. */
export const int32Schema = z.int32();
