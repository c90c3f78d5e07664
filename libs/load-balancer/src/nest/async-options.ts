import type { FactoryProvider, InjectionToken, ModuleMetadata, Provider, Type } from '@nestjs/common';

interface FromFunction<Options> {
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: (...injected: never[]) => Options | Promise<Options>;
}

interface FromClass<Factory> {
  /** Class that is instantiated for these options alone. */
  readonly useClass: Type<Factory>;
}

interface FromExisting<Factory> {
  /** Token of a provider, from one of the `imports` or a global module. */
  readonly useExisting: InjectionToken<Factory>;
}

/**
 * Options of a module from a function, whose arguments are the providers in `inject`, or from a
 * method of a provider.
 */
export type AsyncOptions<Options, Factory> = Pick<ModuleMetadata, 'imports'> &
  (FromFunction<Options> | FromClass<Factory> | FromExisting<Factory>);

/** Providers of the options, under the token. */
export function optionsProviders<Method extends string, Options>(
  token: symbol,
  given: AsyncOptions<Options, Record<Method, () => Options | Promise<Options>>>,
  method: Method,
): Provider[] {
  if ('useFactory' in given && given.useFactory)
    return [{ provide: token, inject: given.inject, useFactory: given.useFactory }];
  const own = 'useClass' in given ? given.useClass : undefined;
  const factory = own ?? ('useExisting' in given ? given.useExisting : undefined);
  if (!factory)
    throw new TypeError('the options of this module need one of useFactory, useClass and useExisting');
  const useFactory = (from: Record<Method, () => Options | Promise<Options>>) => from[method]();
  const options = { provide: token, inject: [factory], useFactory };
  return own ? [own, options] : [options];
}
