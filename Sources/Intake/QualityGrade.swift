/// A grade of quality, such as the share of what does not belong.
package struct QualityGrade: Hashable, Sendable {
    /// What is graded.
    package let kind: String
    /// The grade given.
    package let grade: String

    /// A grade as the site's book has it.
    package init(kind: String, grade: String) {
        (self.kind, self.grade) = (kind, grade)
    }
}
