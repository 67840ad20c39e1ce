/** A function's file reads its environment when it is loaded; benches make their own deps and call none of these names. */
for (const name of ['CASES_TABLE', 'FILES_BUCKET', 'FIELD_KEY_SECRET', 'NOTICES_TABLE']) process.env[name] ??= 'unused';
process.env.AWS_REGION ??= 'us-east-1';
