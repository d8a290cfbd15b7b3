import Foundation

/// Enrolment requests of other people's programs, which sign whatever they like; key and signature
/// are right in all of them.
enum StrangeRequest {
    /// Its site ends the line, brings a key and a thumbprint of somebody else, and hides the rest.
    static let faked = Data(
        base64Encoded: """
            0oRYhaQBMgN4JGFwcGxpY2F0aW9uL3dlaWdocG9zdC1lbnJvbG1lbnQrY2JvcgRYIHLRb6/H5Ul2GCRheGMd\
            ZQ/vAaSsp3DJZd2LVRdgutbcD6IBeCZodHRwczovL3NpdGUuZXhhbXBsZS9nYXRld2F5cy9icmlkZ2UtMQJr\
            d2VpZ2hwb3N0LTGgWQEXpQEBAmt3ZWlnaHBvc3QtMQN423lhcmQKY2hhaW4gICAgICAgd2VpZ2hwb3N0LTEK\
            a2V5ICAgICAgICAgMGEwYTBhMGEwYTBhMGEwYTBhMGEwYTBhMGEwYTBhMGEwYTBhMGEwYTBhMGEwYTBhMGEw\
            YTBhMGEwYTBhMGEwYQp0aHVtYnByaW50ICA1ZjVmNWY1ZjVmNWY1ZjVmNWY1ZjVmNWY1ZjVmNWY1ZjVmNWY1\
            ZjVmNWY1ZjVmNWY1ZjVmNWY1ZjVmNWY1ZjVmCmFza2VkICAgICAgIDIwMjYtMDEtMDFUMDA6MDA6MDBaG1s4\
            bQRYIO1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfRBRplU/EAWEAxAOo5sZZvDOKXaZLSXGgGPBD9\
            9eSQpKorVVd9Nqcgs5xtJIvPmYdS9psLN7cKxy8P38qfpS70ywZVGx58UW8P
            """)

    /// Its gateway is called "notauri".
    static let nameless = Data(
        base64Encoded: """
            0oRYZaQBMgN4JGFwcGxpY2F0aW9uL3dlaWdocG9zdC1lbnJvbG1lbnQrY2JvcgRYIHLRb6/H5Ul2GCRheGMd\
            ZQ/vAaSsp3DJZd2LVRdgutbcD6IBZ25vdGF1cmkCa3dlaWdocG9zdC0xoFg/pQEBAmt3ZWlnaHBvc3QtMQNk\
            eWFyZARYIO1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfRBRplU/EAWEC6R2rZF96zQhAodETcQsHn\
            1aIpwj4bcBNTQkufNRoO7KFC5LtoLh1N4hm/WvegF01XlL11VZICeFzemwiPxrcI
            """)
}
