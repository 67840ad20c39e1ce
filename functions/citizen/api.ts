/** What a citizen's applications take and answer. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { pageOf } from '../../shared/base/page.ts';
import { caseId, cursor, documentNumber, materialId } from '../../shared/base/words.ts';
import {
  addMaterialBody,
  correctBody,
  createDraftBody,
  emptyBody,
  rateBody,
  saveDraftBody,
  submitBody,
  withdrawBody,
} from '../../shared/cases/commands.ts';
import { acceptConsentBody, consentView, giveConsentBody } from '../../shared/cases/consent.ts';
import { deviceKeyView, profileView, saveProfileBody } from '../../shared/cases/profile.ts';
import {
  caseSummary,
  caseView,
  commandResult,
  documentLink,
  draftSummary,
  draftView,
  materialLink,
  materialView,
  migrationView,
  uploadTicket,
} from '../../shared/cases/views.ts';
import { inboxView, noticeId, noticeView } from '../../shared/notices/notice.ts';

const ofCase = z.strictObject({ caseId });
const ofMaterial = z.strictObject({ caseId, materialId });
const page = z.strictObject({ cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) });

/** One's own, or those one began for others and may still act in. */
const whose = page.extend({ for: z.enum(['me', 'others']).default('me') });

export const citizenApi = {
  'GET /v1/me/notices': {
    summary: 'What I am told (消息), the newest first, and how many I have not read',
    query: page,
    status: 200,
    answer: inboxView,
    problems: ['bad-cursor'],
  },
  'POST /v1/me/notices/read': {
    summary: 'Mark all my notices as read',
    body: emptyBody,
    status: 200,
    answer: z.strictObject({ marked: z.int() }),
    problems: [],
  },
  'POST /v1/me/notices/{noticeId}/read': {
    summary: 'Mark one notice as read',
    params: z.strictObject({ noticeId }),
    body: emptyBody,
    status: 200,
    answer: noticeView,
    problems: [],
  },
  'POST /v1/drafts': {
    summary: 'Start an application for a service item',
    body: createDraftBody,
    status: 201,
    answer: draftView,
    problems: ['not-consented', 'item-not-found', 'wrong-applicant-kind', 'too-many-drafts', 'conflict'],
  },
  'GET /v1/drafts': {
    summary: 'My drafts, or those I began for others, last changed first',
    query: whose,
    status: 200,
    answer: pageOf(draftSummary),
    problems: ['bad-cursor'],
  },
  'GET /v1/drafts/{caseId}': {
    summary: 'One of my drafts',
    params: ofCase,
    status: 200,
    answer: draftView,
    problems: ['not-consented', 'not-found', 'wrong-state'],
  },
  'PUT /v1/drafts/{caseId}': {
    summary: 'Save what is filled in so far',
    params: ofCase,
    body: saveDraftBody,
    ifMatch: true,
    status: 200,
    answer: draftSummary,
    problems: ['not-consented', 'not-found', 'wrong-state', 'stale-version', 'version-missing', 'conflict'],
  },
  'POST /v1/drafts/{caseId}/migrate': {
    summary: 'Move a draft to the version of its item that is in force; tells what must be answered again',
    params: ofCase,
    body: emptyBody,
    status: 200,
    answer: draftView.omit({ outdated: true }).extend({ migrated: migrationView }),
    problems: ['not-consented', 'not-found', 'wrong-state', 'conflict'],
  },
  'DELETE /v1/drafts/{caseId}': {
    summary: 'Throw a draft away',
    params: ofCase,
    status: 204,
    problems: ['not-consented', 'not-found', 'wrong-state', 'conflict'],
  },
  'POST /v1/drafts/{caseId}/submit': {
    summary: 'Submit an application; answers its case number',
    params: ofCase,
    body: submitBody,
    status: 201,
    answer: commandResult,
    problems: [
      'not-consented',
      'draft-outdated',
      'not-found',
      'wrong-state',
      'material-not-ready',
      'material-refused',
      'conflict',
    ],
  },
  'POST /v1/cases/{caseId}/materials': {
    summary: 'Announce a file and get a ticket to upload it',
    params: ofCase,
    body: addMaterialBody,
    status: 201,
    answer: uploadTicket,
    problems: ['not-consented', 'not-found', 'wrong-state', 'material-too-many', 'conflict'],
  },
  'GET /v1/cases/{caseId}/materials/{materialId}': {
    summary: 'State of a file, and a link to it once it is clean',
    params: ofMaterial,
    status: 200,
    answer: materialLink,
    problems: ['not-consented', 'not-found'],
  },
  'POST /v1/cases/{caseId}/materials/{materialId}/complete': {
    summary: 'Say that a file has been uploaded; it is checked now',
    params: ofMaterial,
    body: emptyBody,
    status: 200,
    answer: materialView,
    problems: ['not-consented', 'not-found', 'material-not-uploaded'],
  },
  'DELETE /v1/cases/{caseId}/materials/{materialId}': {
    summary: 'Remove a file that is not submitted yet',
    params: ofMaterial,
    status: 204,
    problems: ['not-consented', 'not-found', 'wrong-state', 'conflict'],
  },
  'GET /v1/cases': {
    summary: 'My cases, or those I began for others, newest first',
    query: whose,
    status: 200,
    answer: pageOf(caseSummary),
    problems: ['bad-cursor'],
  },
  'GET /v1/cases/{caseId}': {
    summary: 'One of my cases with its timeline and due days',
    params: ofCase,
    status: 200,
    answer: caseView,
    problems: ['not-consented', 'not-found', 'wrong-state'],
  },
  'POST /v1/cases/{caseId}/correct': {
    summary: 'Answer a request for correction',
    params: ofCase,
    body: correctBody,
    status: 200,
    answer: commandResult,
    problems: [
      'not-consented',
      'not-found',
      'wrong-state',
      'material-not-ready',
      'material-refused',
      'not-asked-by-item',
      'conflict',
    ],
  },
  'POST /v1/cases/{caseId}/withdraw': {
    summary: 'Withdraw before the decision',
    params: ofCase,
    body: withdrawBody,
    status: 200,
    answer: commandResult,
    problems: ['not-consented', 'not-found', 'wrong-state', 'conflict'],
  },
  'POST /v1/cases/{caseId}/rate': {
    summary: 'Rate the service once, 1 (best) to 5',
    params: ofCase,
    body: rateBody,
    status: 200,
    answer: commandResult,
    problems: ['not-consented', 'not-found', 'wrong-state', 'conflict'],
  },
  'GET /v1/cases/{caseId}/documents/{documentNumber}': {
    summary: 'A link to an issued document',
    params: z.strictObject({ caseId, documentNumber }),
    status: 200,
    answer: documentLink,
    problems: ['not-consented', 'not-found'],
  },
  'POST /v1/me/consents': {
    summary: 'Let somebody act for me in named items between two days; answers a code to hand to them',
    body: giveConsentBody,
    status: 201,
    answer: consentView,
    problems: ['not-found', 'too-many-consents', 'conflict'],
  },
  'GET /v1/me/consents': {
    summary: 'Consents I gave and consents I received, newest first',
    status: 200,
    answer: z.strictObject({ given: z.array(consentView), received: z.array(consentView) }),
    problems: [],
  },
  'POST /v1/me/consents/accept': {
    summary: 'Accept a consent by its code',
    body: acceptConsentBody,
    status: 200,
    answer: consentView,
    problems: ['not-found', 'wrong-agent', 'conflict'],
  },
  'POST /v1/me/consents/{consentId}/revoke': {
    summary: 'Revoke a consent I gave, or renounce one I received',
    params: z.strictObject({ consentId: caseId }),
    body: emptyBody,
    status: 200,
    answer: consentView,
    problems: ['not-found', 'conflict'],
  },
  'GET /v1/me/profile': {
    summary: 'What I let the hall remember of me, to fill in forms with',
    status: 200,
    answer: profileView,
    problems: [],
  },
  'PUT /v1/me/profile': {
    summary: 'Remember this of me, with my consent; replaces what was kept',
    body: saveProfileBody,
    ifMatch: true,
    status: 200,
    answer: profileView,
    problems: ['stale-version', 'version-missing'],
  },
  'DELETE /v1/me/profile': { summary: 'Forget what was kept of me', status: 204, problems: [] },
  'GET /v1/me/device-key': {
    summary: 'The key with which my own devices seal what I type and they keep',
    status: 200,
    answer: deviceKeyView,
    problems: [],
  },
} as const satisfies Api<'citizen'>;
