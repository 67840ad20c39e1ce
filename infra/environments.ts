/**
 * The four environments a hall is deployed to, and everything in which they differ.
 *
 * Addresses ending in `.example` and account 111122223333 are documentation's names: whoever deploys writes their own
 * (docs/deploy.md). `dev` alone takes its issuer and address from the command line, as each developer has another.
 */
import * as z from 'zod';

export const environmentNames = ['dev', 'staging', 'prod', 'prod-cn'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

const arn = z.string().regex(/^arn:(aws|aws-cn):[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+$/, 'not an ARN');
const hostPages = z.url({ protocol: /^https?$/ }).refine((url) => !url.endsWith('/'), 'must not end with a slash');

const environmentSchema = z
  .strictObject({
    region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/),
    /** Account to deploy to; without it, that of the credentials at hand. */
    account: z
      .string()
      .regex(/^\d{12}$/)
      .optional(),
    /** OIDC issuer whose tokens the API accepts; its `/.well-known/openid-configuration` must be reachable. */
    issuer: z.url({ protocol: /^https?$/ }),
    audience: z.string(),
    clientId: z.string(),
    /** Address people see, without a slash at its end; without it, that of the API. */
    publicUrl: hostPages.optional(),
    /** What answers at `publicUrl`: CloudFront (certificate in us-east-1) or the API's own domain (certificate in the region). */
    front: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('edge'), certificateArn: arn, webAclArn: arn.optional() }),
        z.strictObject({ kind: z.literal('domain'), certificateArn: arn }),
      ])
      .optional(),
    /** Lambda's processor; Graviton is cheaper, but is not offered for Lambda in every region. */
    architecture: z.enum(['arm64', 'x86_64']),
    logRetentionDays: z.literal([7, 30, 180, 365]),
    /** Data outlives the stack: deletion protection, retained table, bucket, key and secret. */
    keepData: z.boolean(),
    pointInTimeRecovery: z.boolean(),
    /** Encrypt with the hall's own KMS key instead of those of the services. */
    customerKey: z.boolean(),
    /** New versions get a tenth of the calls for five minutes and are rolled back by their own alarm. */
    canary: z.boolean(),
    /** Alarms may add up several metrics. The emulator that dev is also deployed to knows alarms on one metric only. */
    metricMath: z.boolean(),
    /** Who is told of an alarm: an address (a topic is made), or a topic that exists. */
    alarmTarget: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('email'), address: z.email() }),
        z.strictObject({ kind: z.literal('topic'), topicArn: arn }),
      ])
      .optional(),
    /** Agencies that take money online, each with merchant accounts of its own; their keys lie in two secrets each. */
    merchants: z.array(z.string().regex(/^[0-9A-Z]{18}$/)),
    memoryMegabytes: z.strictObject({ api: z.int().min(128), worker: z.int().min(128) }),
    /** Who runs the rooms of video visits, and where; both take tokens signed here. */
    media: z.strictObject({ provider: z.enum(['livekit', 'jitsi', 'chime']), url: z.url() }),
    /** Requests a second of the whole API, and the burst above it. */
    throttle: z.strictObject({ rate: z.int().min(1), burst: z.int().min(1) }),
  })
  .refine((it) => it.front === undefined || it.publicUrl !== undefined, 'a front needs a publicUrl');

/** An environment, checked. Of its name comes the name of its stack: `banshi-<name>`. */
export type Environment = z.infer<typeof environmentSchema> & { readonly name: EnvironmentName };

/** What `dev` takes from the command line (`-c issuer=…`) or from the host on this machine. */
export const overridesSchema = z.strictObject({ issuer: z.string().optional(), publicUrl: z.string().optional() });
export type Overrides = z.infer<typeof overridesSchema>;

type Settings = z.input<typeof environmentSchema>;

const small = {
  region: 'ap-southeast-1',
  issuer: 'http://localhost:3000/oidc',
  audience: 'banshi-api',
  clientId: 'banshi-web',
  architecture: 'arm64',
  logRetentionDays: 7,
  keepData: false,
  pointInTimeRecovery: false,
  customerKey: false,
  canary: false,
  metricMath: false,
  // Market regulation, public security, and the first hospital of the demonstration city.
  merchants: ['11440100DEM0001533', '11440100DEM000065L', '12440100DEMH00001T'],
  memoryMegabytes: { api: 512, worker: 512 },
  media: { provider: 'livekit', url: 'wss://video.banshi.example' },
  throttle: { rate: 100, burst: 200 },
} satisfies Settings;

/** Logs are kept for a year: the Cybersecurity Law (网络安全法) art. 21 asks for six months at least. */
const full = {
  ...small,
  logRetentionDays: 365,
  keepData: true,
  pointInTimeRecovery: true,
  customerKey: true,
  canary: true,
  metricMath: true,
  memoryMegabytes: { api: 1024, worker: 1024 },
  throttle: { rate: 2000, burst: 4000 },
} satisfies Settings;

const settings: Record<EnvironmentName, Settings> = {
  dev: small,
  staging: {
    ...small,
    issuer: 'https://id.staging.banshi.example',
    logRetentionDays: 30,
    pointInTimeRecovery: true,
    customerKey: true,
    canary: true,
    metricMath: true,
    alarmTarget: { kind: 'email', address: 'hall-staging@banshi.example' },
  },
  prod: {
    ...full,
    issuer: 'https://id.banshi.example',
    publicUrl: 'https://hall.banshi.example',
    front: {
      kind: 'edge',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000',
    },
    alarmTarget: { kind: 'email', address: 'hall-oncall@banshi.example' },
  },
  // No CloudFront in front, no e-mail by SNS, no user pools: what those regions do not offer is not asked for. A domain of
  // one's own with an ICP filing is, as they refuse unauthenticated calls to an address of the API's without one.
  'prod-cn': {
    ...full,
    region: 'cn-north-1',
    architecture: 'x86_64',
    issuer: 'https://id.banshi-cn.example',
    publicUrl: 'https://hall.banshi-cn.example',
    front: {
      kind: 'domain',
      certificateArn: 'arn:aws-cn:acm:cn-north-1:111122223333:certificate/00000000-0000-4000-8000-000000000000',
    },
    alarmTarget: { kind: 'topic', topicArn: 'arn:aws-cn:sns:cn-north-1:111122223333:hall-oncall' },
  },
};

/** An environment that cannot be had: its message is one sentence for whoever typed the command. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/**
 * The environment of that name, with `dev`'s overrides.
 * @throws EnvironmentError for an unknown name, an override elsewhere than in `dev`, or a setting that does not hold.
 */
export function environmentOf(name: unknown, overrides: Overrides = {}): Environment {
  const known = z.enum(environmentNames).safeParse(name);
  if (!known.success) {
    const said = name === undefined ? 'No environment was named' : `There is no environment ${JSON.stringify(name)}`;
    throw new EnvironmentError(`${said}: say -c env= and one of ${environmentNames.join(', ')}.`);
  }
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const [first] = Object.keys(given);
  if (known.data !== 'dev' && first !== undefined) {
    throw new EnvironmentError(
      `Only dev takes ${first} from the command line; ${known.data} has its own in infra/environments.ts.`,
    );
  }
  const checked = environmentSchema.safeParse({ ...settings[known.data], ...given });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const where = issue?.path.join('.') || 'environment';
    throw new EnvironmentError(`Environment ${known.data} is not right: ${where}: ${issue?.message}.`);
  }
  return { ...checked.data, name: known.data };
}
