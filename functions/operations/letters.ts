/** What of a message an operator is shown: ids and kinds that are on the list, if they look like one. Pure. */
import * as z from 'zod';

/** Names of the messages' schemas in `events/` that hold an id, a kind or an instant. */
const shown = [
  'kind',
  'type',
  'eventId',
  'caseId',
  'seq',
  'at',
  'materialId',
  'provider',
  'noticeId',
  'orderNo',
  'refundNo',
  'appointmentId',
] as const;

/** No id of the hall's has a space, a Chinese character or a sign of mail in it, or is as short or as long as a person's number. */
const idLike = /^[A-Za-z0-9][\w.:-]{0,79}$/;
const personal = /^(?:1\d{10}|\d{17}[\dXx])$/;

const message = z.record(z.string(), z.unknown());

/** @param body of the message. @returns nothing of one that is not the JSON it should be */
export function aboutOf(body: string): Record<string, string> {
  const parsed = parsedOr(body);
  return Object.fromEntries(
    shown.flatMap((name) => {
      const value = parsed[name];
      const text = typeof value === 'number' ? String(value) : value;
      return typeof text === 'string' && idLike.test(text) && !personal.test(text) ? [[name, text]] : [];
    }),
  );
}

function parsedOr(body: string): Record<string, unknown> {
  try {
    return message.safeParse(JSON.parse(body)).data ?? {};
  } catch {
    return {};
  }
}
