/** Every role against every route: the table says who may, and the functions do as it says. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { makeHandler as makeBackoffice } from '../../../functions/backoffice/jobs.ts';
import { makeHandler as makeBooking } from '../../../functions/booking/handler.ts';
import { makeHandler as makeDesk } from '../../../functions/booking-desk/handler.ts';
import { makeHandler as makeCatalogueDesk } from '../../../functions/catalogue-desk/desk.ts';
import { makeHandler as makeCheckout } from '../../../functions/checkout/checkout.ts';
import { makeHandler as makeCitizen } from '../../../functions/citizen/handler.ts';
import { makeHandler as makeFhir } from '../../../functions/fhir/pipeline.ts';
import { makeHandler as makeMoneyDesk } from '../../../functions/money-desk/desk.ts';
import { makeHandler as makeOfficer } from '../../../functions/officer/handler.ts';
import { makeHandler as makeOperations } from '../../../functions/operations/queues.ts';
import { makeHandler as makePublic } from '../../../functions/public/handler.ts';
import { Problem } from '../../../shared/base/problems.ts';
import { type Role, roles } from '../../../shared/base/roles.ts';
import { type ApiFunction, mayCall } from '../../../shared/base/route.ts';
import { type RouteKey, routes } from '../../../shared/base/routes.ts';
import type { HttpHandler } from '../../../shared/base/serve.ts';
import { httpEvent } from '../../support/http.ts';

const agency = '11440100DEM0001533';
const id = '0123456789ABCDEFGHJKMNPQRS';
const params = {
  caseId: id,
  materialId: id,
  consultNo: '1',
  jobId: id,
  bulkId: id,
  packageId: id,
  consentId: id,
  exportId: id,
  itemCode: '440115025000',
  proposalId: id,
  documentNumber: 'BS2026-0000-0000-00',
  appointmentId: id,
  sessionId: 's001-20261123-am',
  departmentId: 'd01',
  type: 'Appointment',
  orderNo: id,
  refundNo: `${id}R01`,
  day: '2026-02-13',
  differenceId: 'alipay-1',
};

/** Stores in which nothing is found: whatever gets past the door is answered 404 or 422, never 401 or 403. */
const empty: unknown = new Proxy(
  {},
  {
    get: (_, name) => {
      if (name === 'clock') return () => '2026-02-13T01:30:00.000Z';
      if (name === 'newId' || name === 'newToken') return () => id;
      if (name === 'queues') return [];
      if (name === 'hallUrl') return 'https://hall.banshi.example';
      return new Proxy(
        {},
        {
          get: () => () => {
            throw new Problem('not-found');
          },
        },
      );
    },
  },
);
function handlers(): Record<ApiFunction, HttpHandler> {
  const standingOn = <D>(make: (deps: D) => HttpHandler): HttpHandler => make(empty as D);
  return {
    public: standingOn(makePublic),
    citizen: standingOn(makeCitizen),
    officer: standingOn(makeOfficer),
    'catalogue-desk': standingOn(makeCatalogueDesk),
    backoffice: standingOn(makeBackoffice),
    operations: standingOn(makeOperations),
    booking: standingOn(makeBooking),
    'booking-desk': standingOn(makeDesk),
    fhir: standingOn(makeFhir),
    checkout: standingOn(makeCheckout),
    'money-desk': standingOn(makeMoneyDesk),
  };
}

const keys = Object.keys(routes) as RouteKey[];
const tables = fileURLToPath(new URL('../../../shared/base/routes', import.meta.url));
/** What a file of a table exports: one table, by keys. */
const tableFile = z.record(z.string(), z.record(z.string(), z.object({ function: z.string() })));
const statusOf = async (key: RouteKey, role: Role | undefined): Promise<number> => {
  const claims =
    role === undefined
      ? {}
      : {
          claims: {
            sub: 'someone',
            roles: role,
            ...(role === 'citizen' || role === 'auditor' || role === 'operator' ? {} : { agency }),
          },
        };
  const named =
    role === 'auditor' && /^GET \/v1\/(agency\/(cases$|consults$|work-orders$|items)|money\/(orders$|days))/.test(key)
      ? { agency }
      : {};
  const query = { ...named, ...(key === 'GET /v1/money/orders' ? { state: 'paid' } : {}) };
  const event = httpEvent({
    routeKey: key,
    params,
    query,
    headers: { 'idempotency-key': 'key-00001', 'if-match': '"1"' },
    body: '{}',
    ...claims,
  });
  return (await handlers()[routes[key].function](event, {})).statusCode ?? 0;
};

describe('role × route', () => {
  beforeEach(() => {
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(console, level).mockImplementation(() => undefined);
  });
  afterEach(() => vi.restoreAllMocks());

  it.each(keys)('%s', async (key) => {
    const open = routes[key].roles === 'public';
    const nobody = await statusOf(key, undefined);
    expect(nobody === 401, 'without a token').toBe(!open);
    for (const role of roles) {
      const status = await statusOf(key, role);
      expect(status === 403, `as ${role}: ${status}`).toBe(!mayCall([role], routes[key]));
      expect(status, `as ${role}`).not.toBe(401);
    }
  });

  it('takes the tables of all functions together, each row in the table of its own, and none twice', async () => {
    const functions = globSync('*.ts', { cwd: tables }).map((file) => file.slice(0, -'.ts'.length));
    const rows = await Promise.all(
      functions.map(async (name) => {
        const [table = {}] = Object.values(tableFile.parse(await import(`${tables}/${name}.ts`)));
        for (const [key, row] of Object.entries(table)) expect(row.function, key).toBe(name);
        return Object.keys(table);
      }),
    );
    expect(rows.flat().toSorted()).toEqual(keys.toSorted());
  });

  it('lets no citizen at a desk, no desk at a citizen’s own, an auditor changes nothing, and an operator only what is sent', () => {
    for (const key of keys) {
      const path = key.split(' ')[1] ?? '';
      if (path.startsWith('/v1/agency') || path.startsWith('/v1/operations') || path.startsWith('/v1/booking/desk'))
        expect(mayCall(['citizen'], routes[key]), key).toBe(false);
      if (path.startsWith('/v1/drafts') || path.startsWith('/v1/cases')) {
        expect(
          mayCall(
            roles.filter((role) => role !== 'citizen'),
            routes[key],
          ),
          key,
        ).toBe(false);
      }
      // What an auditor has written to a file changes no case.
      if (!key.startsWith('GET ') && key !== 'POST /v1/agency/exports')
        expect(mayCall(['auditor'], routes[key]), key).toBe(false);
      // An operator sends messages again that were sent before, and changes no case, order or appointment.
      if (!key.startsWith('GET ') && !path.startsWith('/v1/operations'))
        expect(mayCall(['operator'], routes[key]), key).toBe(false);
    }
  });
});
