// swift-tools-version: 6.2
import PackageDescription

// A program of somebody else, who verifies a receipt with nothing but the library product.
let package = Package(
    name: "outsider",
    dependencies: [.package(name: "weighpost", path: "../..")],
    targets: [
        .executableTarget(
            name: "outsider",
            dependencies: [.product(name: "WeighpostVerify", package: "weighpost")])
    ]
)
