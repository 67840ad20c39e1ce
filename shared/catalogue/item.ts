/**
 * A service item (政务服务事项) as its data file states it: guide, form, materials, clocks, fee.
 *
 * Building these schemas takes milliseconds: only what checks or shows whole items imports them as values. Everything else
 * takes the types.
 */
import * as z from 'zod';
import { bilingual, creditCode, day, implementingCode, itemCode, personKinds } from '../base/words.ts';
import { mediaTypes } from './answer-schema.ts';

/** GB/T 39046-2020 Annex A item types. */
export const itemTypes = ['01', '05', '06', '07', '08', '09', '10', '20'] as const;

/** 即办件 decided at once, 承诺件 decided within a promised limit. */
export const handlingKinds = ['instant', 'promised'] as const;

/** Shown and required only while another answer has one of these values. Refers to a field of the same list or above it. */
export const condition = z.strictObject({ field: z.string(), in: z.array(z.union([z.string(), z.boolean()])).min(1) });
export type Condition = z.infer<typeof condition>;

const fieldBase = {
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  label: bilingual,
  help: bilingual.optional(),
  required: z.boolean().default(true),
  when: condition.optional(),
};

const option = z.strictObject({ value: z.string().regex(/^[a-z0-9-]+$/), label: bilingual });

/** A field that holds one value. */
export const leafField = z.discriminatedUnion('type', [
  z.strictObject({
    ...fieldBase,
    type: z.literal('text'),
    minLength: z.int().optional(),
    maxLength: z.int().default(100),
    pattern: z.string().optional(),
    patternHelp: bilingual.optional(),
  }),
  z.strictObject({ ...fieldBase, type: z.literal('long-text'), maxLength: z.int().default(2000) }),
  z.strictObject({
    ...fieldBase,
    type: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    integer: z.boolean().default(false),
    unit: bilingual.optional(),
  }),
  /** Integer fen. */
  z.strictObject({ ...fieldBase, type: z.literal('money'), min: z.int().default(0), max: z.int().optional() }),
  z.strictObject({
    ...fieldBase,
    type: z.literal('date'),
    notBefore: z.enum(['today']).or(day).optional(),
    notAfter: z.enum(['today']).or(day).optional(),
  }),
  z.strictObject({ ...fieldBase, type: z.literal('choice'), options: z.array(option).min(2) }),
  z.strictObject({
    ...fieldBase,
    type: z.literal('choices'),
    options: z.array(option).min(2),
    min: z.int().default(1),
  }),
  z.strictObject({ ...fieldBase, type: z.literal('yes-no') }),
  /** Resident identity number (公民身份号码, GB 11643): check digit and date of birth are checked; stored encrypted. */
  z.strictObject({ ...fieldBase, type: z.literal('id-card') }),
  /** Unified social credit code (GB 32100), check digit checked. */
  z.strictObject({ ...fieldBase, type: z.literal('credit-code') }),
  z.strictObject({ ...fieldBase, type: z.literal('phone') }),
  z.strictObject({ ...fieldBase, type: z.literal('email') }),
  z.strictObject({ ...fieldBase, type: z.literal('address') }),
]);
export type LeafField = z.infer<typeof leafField>;

/** A group of fields given several times: family members, vehicles, shareholders. */
export const repeatField = z.strictObject({
  ...fieldBase,
  type: z.literal('repeat'),
  min: z.int().min(0).default(1),
  max: z.int().min(1).default(20),
  fields: z.array(leafField).min(1),
});
export type RepeatField = z.infer<typeof repeatField>;
export const field = z.union([leafField, repeatField]);
export type Field = z.infer<typeof field>;

export const section = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  title: bilingual,
  when: condition.optional(),
  fields: z.array(field).min(1),
});
export type Section = z.infer<typeof section>;

/** Field names are unique in the whole form, so an answer is addressed by its name alone. */
export const form = z.strictObject({ sections: z.array(section).min(1) });
export type Form = z.infer<typeof form>;

export const materialRequirement = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: bilingual,
  required: z.boolean(),
  when: condition.optional(),
  /** Who makes it: the applicant, an authority, a third party. */
  source: bilingual,
  /** Why the law wants it. */
  why: bilingual,
  notice: bilingual.optional(),
  /** Of a paper that the applicant writes: how one reads that will do (样文), with made-up names. Line breaks count. */
  sample: bilingual.optional(),
  mediaTypes: z
    .array(z.enum(mediaTypes))
    .min(1)
    .default([...mediaTypes]),
  maxBytes: z.int().min(1).max(20_000_000).default(10_000_000),
  maxFiles: z.int().min(1).max(10).default(1),
});
export type MaterialRequirement = z.infer<typeof materialRequirement>;

export const fee = z.strictObject({
  name: bilingual,
  basis: bilingual,
  standard: bilingual,
  /** Integer fen. */
  amount: z.int().min(1),
  exemption: bilingual.optional(),
  /** Owed only by those who answered so; refers to a field of the form. */
  when: condition.optional(),
  onlinePayment: z.boolean(),
  /** How a case may end that gives its fee back. */
  refundWhen: z.array(z.enum(['denied', 'withdrawn'])).default([]),
  /** Must it be paid before the decision? Then the clocks of the case wait for it from acceptance on. */
  beforeDecision: z.boolean(),
});

/** A limit in working days (行政许可法 art. 82). Instant items promise at most one. */
export const limits = z.strictObject({
  statutory: z.int().min(1),
  promised: z.int().min(0),
  /** Decided by several authorities together (art. 42(2)): 45 days, and an extension of 15 instead of 10. */
  joint: z.boolean().optional(),
});

/** Renews a licence (延续, 行政许可法 art. 50): the form's field that holds the last day of the one the applicant has. */
export const renewal = z.strictObject({ expiryField: z.string() });

/** Checks the hall makes by itself on arrival, before a person looks. */
export const automaticCheck = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: bilingual,
  rule: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('age-between'),
      field: z.string(),
      min: z.int().optional(),
      max: z.int().optional(),
    }),
    z.strictObject({
      kind: z.literal('answer-in'),
      field: z.string(),
      in: z.array(z.union([z.string(), z.boolean()])).min(1),
    }),
    z.strictObject({
      kind: z.literal('number-between'),
      field: z.string(),
      min: z.number().optional(),
      max: z.number().optional(),
    }),
    /** From one day to the other, each a date of the form or `today`, the day of application. Stands against submitting, too. */
    z.strictObject({
      kind: z.literal('time-between'),
      from: z.string(),
      to: z.string(),
      unit: z.enum(['days', 'months', 'years']),
      min: z.int().min(0).default(0),
      max: z.int().min(0).optional(),
    }),
    z.strictObject({ kind: z.literal('same-person'), fields: z.array(z.string()).length(2) }),
    z.strictObject({ kind: z.literal('materials-clean') }),
  ]),
});
export type AutomaticCheck = z.infer<typeof automaticCheck>;

/** What `GET /v1/items/{itemCode}` answers, and what a data file holds after compiling. */
export const item = z.strictObject({
  code: itemCode,
  implementingCode,
  version: z.int().min(1),
  /** From this day new applications are filed under this version. */
  effectiveFrom: day,
  name: bilingual,
  summary: bilingual,
  type: z.enum(itemTypes),
  handling: z.enum(handlingKinds),
  /** Instant items only: decided by the hall in the submitting call when every automatic check passes. */
  automatic: z.boolean().default(false),
  /** 四眼: proposed by one officer, decided by another. An instant item may waive it. */
  fourEyes: z.boolean().default(true),
  applicants: z.array(z.enum(personKinds)).min(1),
  agency: z.strictObject({ code: creditCode, name: bilingual }),
  level: z.enum(['1', '2', '3', '4', '5']),
  /** Online depth I–IV. IV means no visit at all. */
  onlineDepth: z.enum(['I', 'II', 'III', 'IV']),
  visits: z.int().min(0),
  delivery: z.array(z.enum(['online', 'counter', 'post'])).min(1),
  legalBasis: z.array(bilingual).min(1),
  conditions: z.array(bilingual).min(1),
  process: z.array(bilingual).min(1),
  limits,
  renewal: renewal.optional(),
  result: z.strictObject({ name: bilingual, validity: bilingual.optional() }),
  place: bilingual,
  hours: bilingual,
  enquiryPhone: z.string(),
  complaintPhone: z.string(),
  themes: z.array(z.string()).min(1),
  keywords: z.array(z.string()).default([]),
  faq: z.array(z.strictObject({ question: bilingual, answer: bilingual })).default([]),
  form,
  materials: z.array(materialRequirement),
  fees: z.array(fee).default([]),
  checks: z.array(automaticCheck).default([]),
  /** Grounds on which the clock may be suspended (行政许可法 art. 45). */
  suspensions: z
    .array(
      z.enum(['hearing', 'tender', 'auction', 'inspection', 'testing', 'quarantine', 'appraisal', 'expert-review']),
    )
    .default([]),
});
export type Item = z.infer<typeof item>;

/** One row of a list or a search result. */
export const itemSummary = item
  .pick({
    code: true,
    version: true,
    name: true,
    summary: true,
    type: true,
    handling: true,
    applicants: true,
    limits: true,
    themes: true,
    onlineDepth: true,
  })
  .extend({ agency: item.shape.agency, hasFee: z.boolean() });
export type ItemSummary = z.infer<typeof itemSummary>;

export type { Answers } from './answer-schema.ts';
