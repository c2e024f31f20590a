declare module 'jstat' {
  interface Distributions {
    readonly normal: { inv(p: number, mean: number, deviation: number): number }
  }
  const library: { readonly jStat: Distributions }
  export default library
}
