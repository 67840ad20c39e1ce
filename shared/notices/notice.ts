/** What a person is told (消息): a title, a sentence, and what it is about. Every room says its own; this one keeps and shows them. */
import * as z from 'zod';
import { bilingual, type Instant, instant } from '../base/words.ts';

/** Instant of telling in milliseconds, then the event it tells of: so an id finds its row, and nothing else is in it. */
export const noticeId = z.string().regex(/^\d{13}-[0-9A-Za-z-]{1,60}$/);

/** What a notice leads to. */
export const noticeAbout = z.strictObject({ room: z.enum(['case', 'appointment', 'patient']), id: z.string() });

export const notice = z.strictObject({
  noticeId,
  /** Not shown before: quiet hours are over. */
  at: instant,
  title: bilingual,
  text: bilingual,
  about: noticeAbout,
  /** Something waits for the reader: a number to take, a correction to make. */
  toDo: z.boolean(),
});
export type Notice = z.infer<typeof notice>;

export const noticeView = notice.extend({ read: z.boolean() });
export type NoticeView = z.infer<typeof noticeView>;

export const inboxView = z.strictObject({
  items: z.array(noticeView),
  /** Unread ones among the newest hundred. */
  unread: z.int(),
  next: z.string().optional(),
});

/** @param eventId of what happened: the same event makes the same notice, however often it comes */
export const noticeIdOf = (at: Instant, eventId: string): string => `${Date.parse(at)}-${eventId}`;

/** The instant within a notice's id. */
export const toldAt = (id: string): Instant => new Date(Number(id.slice(0, 13))).toISOString();
