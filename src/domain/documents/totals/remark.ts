/** An amount a document states which its own lines do not lead to. Nothing is corrected because of it. */
export interface Remark {
  /** The rule's official name, such as `BR-CO-10` or `PEPPOL-EN16931-R120`. */
  rule: string
  /** `document`, `line 2`, `line 2, allowance 1`, `VAT S 25 %`, `attachment 1`. */
  where: string
  /** As in the document; empty where it states nothing. */
  stated: string
  /** What the rule leads to; empty where it leads to nothing. */
  computed: string
  currency: string
}
