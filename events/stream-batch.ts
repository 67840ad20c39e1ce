/**
 * What the relay is called with: records of the streams of the cases, payments and booking tables, new images only. Theirs is a third party's envelope, so
 * it is read tolerantly; the rows in it are ours. DynamoDB's typed values (`{ "S": "…" }`) come out as plain ones.
 */
import * as z from 'zod';
import { caseId, instant } from '../shared/base/words.ts';
import { bookingEvent } from '../shared/booking/appointment.ts';
import { caseEvent, material } from '../shared/cases/case.ts';

const attribute: z.ZodType<unknown> = z.lazy(() =>
  z.union([
    z.object({ S: z.string() }).transform(({ S }) => S),
    z.object({ N: z.string() }).transform(({ N }) => Number(N)),
    z.object({ BOOL: z.boolean() }).transform(({ BOOL }) => BOOL),
    z.object({ NULL: z.boolean() }).transform(() => null),
    z.object({ M: z.record(z.string(), attribute) }).transform(({ M }) => M),
    z.object({ L: z.array(attribute) }).transform(({ L }) => L),
  ]),
);

export const streamRecord = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.object({
    SequenceNumber: z.string(),
    /** Seconds since the epoch. */
    ApproximateCreationDateTime: z.number(),
    NewImage: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type StreamRecord = z.infer<typeof streamRecord>;

export const streamBatch = z.object({ Records: z.array(streamRecord) });
export type StreamBatch = z.infer<typeof streamBatch>;

/** Row `CASE#<id>` · `EVENT#<seq>`: of the event, only what may travel. */
export const eventImage = z.object({
  event: z
    .object({ M: z.record(z.string(), attribute) })
    .transform(({ M }) => M)
    .pipe(z.object(caseEvent.pick({ eventId: true, type: true, caseId: true, seq: true, at: true }).shape)),
});

/** Row `APPOINTMENT#<id>` · `EVENT#<seq>`: of the event, only what may travel. */
export const bookingEventImage = z.object({
  event: z
    .object({ M: z.record(z.string(), attribute) })
    .transform(({ M }) => M)
    .pipe(z.object(bookingEvent.pick({ eventId: true, type: true, appointmentId: true, seq: true, at: true }).shape)),
});

/** Does an event's row belong to an appointment? Otherwise to a case. */
export const isOfAppointment = (image: Record<string, unknown>): boolean =>
  z.object({ PK: z.object({ S: z.string().startsWith('APPOINTMENT#') }) }).safeParse(image).success;

/** Row `ASKED#<hash>` · `EVENT#1`: which it is and when, not who. */
export const askedImage = z.object({
  asked: z
    .object({ M: z.record(z.string(), attribute) })
    .transform(({ M }) => M)
    .pipe(z.object({ askId: z.string(), at: instant })),
});

/** Does an event's row tell that somebody asked to act for a patient? */
export const isOfAsking = (image: Record<string, unknown>): boolean =>
  z.object({ PK: z.object({ S: z.string().startsWith('ASKED#') }) }).safeParse(image).success;

/** Row `CASE#<id>` · `MATERIAL#<id>`. */
export const materialImage = z.object({
  material: z
    .object({ M: z.record(z.string(), attribute) })
    .transform(({ M }) => M)
    .pipe(z.object(material.pick({ caseId: true, materialId: true, state: true }).shape)),
});

/** Row `EXPORT#<id>` · `EXPORT`. */
export const exportImage = z.object({
  due: z.object({ S: z.enum(['yes', 'no']) }).transform(({ S }) => S),
  job: z
    .object({ M: z.record(z.string(), attribute) })
    .transform(({ M }) => M)
    .pipe(z.object({ exportId: caseId, step: z.int(), updatedAt: instant })),
});

/** A row's sort key, by which its kind is told. */
export const imageKey = z.object({ SK: z.object({ S: z.string() }) }).transform(({ SK }) => SK.S);

/** A map attribute, as plain values of this shape. */
export const attributeOf = <T extends z.ZodType>(schema: T) =>
  z
    .object({ M: z.record(z.string(), attribute) })
    .transform(({ M }): unknown => M)
    .pipe(schema);
