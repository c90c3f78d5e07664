import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';

/** Options of a module from a factory, whose arguments are the providers in `inject`. */
export interface AsyncOptions<Options> extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: (...injected: never[]) => Options | Promise<Options>;
}
