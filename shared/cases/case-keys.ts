/** Keys of the cases table, apart from its rows: who reads one row by key builds no schema of the others. */

export const casePartition = (caseId: string): string => `CASE#${caseId}`;
export const headKey = (caseId: string) => ({ PK: casePartition(caseId), SK: 'HEAD' });
export const materialKey = (caseId: string, materialId: string) => ({
  PK: casePartition(caseId),
  SK: `MATERIAL#${materialId}`,
});
export const documentKey = (number: string) => ({ PK: `DOCUMENT#${number}`, SK: 'DOCUMENT' });
export const caseNumberKey = (caseNumber: string) => ({ PK: `CASENUMBER#${caseNumber}`, SK: 'CASENUMBER' });
export const idempotencyKey = (id: string) => ({ PK: `IDEMPOTENCY#${id}`, SK: 'IDEMPOTENCY' });
/** Where an agency's cases are by the day they were filed: the row of a case's number stands there, and never moves. */
export const filedList = (agency: string, month: string): string => `FILED#${agency}#${month}`;
