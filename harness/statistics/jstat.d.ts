declare module 'jstat' {
  interface Distributions {
    readonly normal: {
      inv(p: number, mean: number, sd: number): number
      cdf(x: number, mean: number, sd: number): number
    }
    readonly studentt: {
      inv(p: number, df: number): number
      cdf(t: number, df: number): number
      pdf(t: number, df: number): number
    }
  }
  const library: { readonly jStat: Distributions }
  export default library
}
