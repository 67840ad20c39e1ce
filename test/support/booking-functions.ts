/** The booking functions on the embedded engine, called as API Gateway calls them, with a clock in the test's hand. */
import { makeHandler as makeBooking } from '../../functions/booking/handler.ts';
import type { VisitDeps } from '../../functions/booking-deps.ts';
import { makeHandler as makeDesk } from '../../functions/booking-desk/handler.ts';
import { makeHandler as makeFhir } from '../../functions/fhir/pipeline.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { DirectoryData } from '../../shared/booking/directory.ts';
import { bookingRoom, type TestRoom } from './booking.ts';
import type { Engines } from './engines.ts';
import { httpEvent } from './http.ts';

const first = '12440100DEMH00001T';
export const clinic = {
  zhang: { sub: 'zhang-wei', name: '张伟', roles: 'citizen' },
  li: { sub: 'li-na', name: '李娜', roles: 'citizen' },
  reception: { sub: 'reception-guo', name: '郭敏', roles: 'receptionist', agency: first },
  doctor: { sub: 'doctor-chen', name: '陈晓岚', roles: 'doctor', agency: first },
  pharmacist: { sub: 'pharmacist-fang', name: '方文', roles: 'pharmacist', agency: first },
  elsewhere: { sub: 'reception-x', name: '别处', roles: 'receptionist', agency: '12440100DEMH00002X' },
} as const;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come; expectations check them
  readonly body: any;
}
export interface Extra {
  readonly key?: string | undefined;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

export interface BookingFunctions {
  readonly room: TestRoom;
  now: Instant;
  call(
    claims: Record<string, string> | undefined,
    routeKey: string,
    params?: Record<string, string>,
    body?: unknown,
    extra?: Extra,
  ): Promise<Answer>;
}

export async function bookingFunctions(
  engines: Engines,
  data?: DirectoryData,
  payees?: readonly string[],
): Promise<BookingFunctions> {
  const room = await bookingRoom(engines, data, payees);
  const state = { now: '2026-11-20T02:00:00.000Z' };
  const { patients, visits, media } = room;
  const rest = { patients, visits, media };
  const deps: VisitDeps = { room, ...rest, clock: () => state.now };
  const [booking, desk, fhir] = [
    makeBooking(deps),
    makeDesk(deps),
    makeFhir({ ...deps, hallUrl: 'https://hall.banshi.example' }),
  ];
  let serial = 0;
  return {
    room,
    get now() {
      return state.now;
    },
    set now(instant) {
      state.now = instant;
    },
    async call(claims, routeKey, params = {}, body = undefined, { key, query, headers } = {}) {
      serial += 1;
      const event = httpEvent({
        routeKey,
        params,
        headers: { 'idempotency-key': key ?? `test-key-${serial}`, ...headers },
        ...(claims === undefined ? {} : { claims }),
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const handler = routeKey.includes(' /fhir/') ? fhir : routeKey.includes('/desk/') ? desk : booking;
      const result = await handler(event, {});
      const text = result.body ?? '';
      const type = String(result.headers?.['content-type']);
      const isJson = type.includes('json') && !type.includes('ndjson') && text !== '';
      return {
        status: result.statusCode ?? 0,
        headers: result.headers ?? {},
        text,
        body: isJson ? JSON.parse(text) : text,
      };
    },
  };
}
