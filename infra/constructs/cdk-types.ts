/**
 * CDK declares `role: IRole | undefined` in classes and `role?: IRole` in the interfaces they implement, which
 * `exactOptionalPropertyTypes` tells apart. These look at the class and answer with the interface.
 */
import { Alias, type IFunction, type IVersion, Version } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';

const isFunction = (made: unknown): made is IFunction => made instanceof Alias;
const isVersion = (made: unknown): made is IVersion => made instanceof Version;
const isBucket = (made: unknown): made is IBucket => made instanceof Bucket;

export const asFunction = (made: Alias): IFunction => known(made, isFunction);
export const asVersion = (made: Version): IVersion => known(made, isVersion);
export const asBucket = (made: Bucket): IBucket => known(made, isBucket);

function known<T>(made: unknown, is: (made: unknown) => made is T): T {
  if (!is(made)) throw new TypeError('Two copies of aws-cdk-lib are installed.');
  return made;
}
