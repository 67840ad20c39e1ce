/** Bodies of the calls that change a case. */
import * as z from 'zod';
import { caseId, creditCode, itemCode, materialId, noted, sha256, written } from '../base/words.ts';
import { answers, mediaTypes } from '../catalogue/answer-schema.ts';
import { correctionRequest, deliveryChannels, materialParts, opinions, suspensionGrounds } from './case.ts';
import { mostMarks } from './mark-places.ts';
import { mark } from './marks.ts';
import { partBytes } from './upload-parts.ts';

const reason = written(2000);
const shortReason = written(500);
const fileIds = z.record(z.string().max(60), z.array(materialId).max(10));

/** `consentId`: for whom, where it is not oneself. */
export const createDraftBody = z.strictObject({ itemCode, consentId: caseId.optional() });
/** Saving takes half-filled answers: nothing typed is lost. Only submitting checks them all. */
export const saveDraftBody = z.strictObject({ answers });
export const submitBody = z.strictObject({ declaration: z.literal(true) });
/**
 * `parts`: hashes of the file's parts of `partBytes` each, the last one shorter, where it is to be sent in parts. A part that has
 * arrived is never sent again.
 */
export const addMaterialBody = z
  .strictObject({
    code: z.string().max(60),
    fileName: written(200),
    mediaType: z.enum(mediaTypes),
    bytes: z.int().min(1),
    sha256,
    parts: materialParts.optional(),
  })
  .refine(({ bytes, parts }) => parts === undefined || parts.length === Math.ceil(bytes / partBytes), {
    path: ['parts'],
    message: `one hash for every ${partBytes} bytes`,
  });
/** Only what was asked for may change: answers by field name, files by material code. */
export const correctBody = z.strictObject({ answers, materials: fileIds });
export const withdrawBody = z.strictObject({ reason: noted(2000).optional() });
/** 1 best … 5 worst (政务服务好差评). */
export const rateBody = z.strictObject({
  score: z.int().min(1).max(5),
  comment: noted(2000).optional(),
});

export const emptyBody = z.strictObject({});
/** As it is kept, but that each reason and each mark has to say something. */
export const requestCorrectionBody = correctionRequest
  .extend({
    fields: z.array(z.strictObject({ field: z.string(), reason: shortReason })).max(100),
    materials: z.array(z.strictObject({ code: z.string(), reason: shortReason })).max(100),
    marks: z
      .array(mark.safeExtend({ text: written(200) }))
      .max(mostMarks)
      .optional(),
  })
  .refine((body) => body.fields.length + body.materials.length > 0, 'name at least one field or material');
export const acceptBody = z.strictObject({ note: noted(2000).optional() });
export const refuseBody = z.strictObject({ reason, rightAuthority: noted(200).optional() });
export const suspendBody = z.strictObject({ ground: z.enum(suspensionGrounds), reason });
/** 延长审查期限: the notice to the applicant gives this reason. */
export const extendBody = z.strictObject({ reason });
export const terminateBody = z.strictObject({ reason });
export const reopenBody = z.strictObject({ reason });
export const answerWorkOrderBody = z.strictObject({ answer: reason });
export const resumeBody = z.strictObject({ result: reason });
export const proposeBody = z.strictObject({
  outcome: z.enum(['grant', 'deny']),
  reasons: noted(2000).default(''),
});
export const returnBody = z.strictObject({ reason });
export const decideBody = z.strictObject({
  outcome: z.enum(['grant', 'deny']),
  reasons: noted(2000).default(''),
});
export const deliverBody = z.strictObject({
  channel: z.enum(deliveryChannels),
  reference: noted(200).optional(),
});

const codes = z.array(z.string().min(1).max(60)).max(100).default([]);
/** 征求意见: of which agencies, about what, and what of the case they may read for it. */
export const consultBody = z.strictObject({
  agencies: z.array(creditCode).min(1).max(8),
  question: written(500),
  days: z.int().min(1).max(20).default(5),
  fields: codes,
  materials: codes,
});
export const withdrawConsultBody = z.strictObject({ consult: z.int().min(1).max(99), reason: shortReason });
export const giveOpinionBody = z.strictObject({
  outcome: z.enum(opinions),
  reason: written(1000),
  conditions: shortReason.optional(),
});

export const leaseBody = z.strictObject({
  max: z.int().min(1).max(10).default(1),
  seconds: z.int().min(30).max(3600).default(300),
});
export const completeJobBody = z.strictObject({
  leaseToken: z.string().max(100),
  result: z.enum(['passed', 'attention']),
  note: noted(2000).optional(),
  reference: noted(100).optional(),
});
export const failJobBody = z.strictObject({ leaseToken: z.string().max(100), reason });
